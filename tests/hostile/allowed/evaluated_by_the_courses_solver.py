"""Calls `course_utils.exact.policy_value` where the exercise wants sweeps or a linear system: the
values are right, and the notebook shows that function to everybody. How they were computed is for
a person to read; marks are for what the function returns."""
# ruff: noqa

EXERCISES = ["evaluate-policy", "solve-policy"]
# %% answer
from course_utils.exact import policy_value

for name in ANSWER_NAMES:
    globals()[name] = lambda P, policy, gamma, *a, **k: policy_value(P, policy, gamma)
