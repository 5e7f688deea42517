"""Wrong answers that once got through: each is refused where it runs, with its cause, and costs.

And the mistakes that are known by name: whoever makes one is told so, and nobody else is.
"""

import re

import matplotlib
import numpy as np
import pytest

from autograder.demo import edited, reference_answers
from autograder.diagnosis import diagnose
from autograder.evidence import plain
from autograder.judges import apply
from autograder.markers import without_hidden
from autograder.misconceptions import MISCONCEPTIONS
from autograder.questions import question_seed, questions_of
from autograder.reference import Exercise
from autograder.session import is_skipped
from autograder.sources import find_sources, read_chapter
from autograder.verdict import CheckResult
from course_utils.feedback import NotYet
from course_utils.language import in_language

# chapter, grade_id of the answer, reference, what was written instead, the cause (None: not named)
MISSES = [
    ("1_frozen_lake", "any-map", "[LEFT] * len", "[None] * len", "None is no action"),
    ("1_frozen_lake", "any-map", "[LEFT] * len(letters)", "{}", "that is a dict"),
    ("2_planning", "q-from-values", "transition @ values", "values @ transition", "last"),
    ("2_planning", "evaluate-policy", "transition @ values", "values @ transition", "last"),
    ("2_planning", "evaluate-policy", "np.abs(new_values - values).max()",
     "abs((new_values - values).max())", "absolute value of each"),
    ("2_planning", "solve-policy", 'np.einsum("sa,sat->st", policy, transition)',
     "(policy[:, :, None] * transition).sum(axis=2)", "axis 1"),
    ("2_planning", "solve-policy", 'np.einsum("sa,sat->st", policy, transition)',
     "(policy[:, None, :] * transition).sum(axis=1)", "axis 1"),
    ("2_planning", "greedy-policy", "transition @ values", "values @ transition", "last"),
    ("2_planning", "greedy-policy", "gamma * (", "(", "gamma belongs to the future"),
    ("2_planning", "greedy-policy", "reward + gamma * (transition @ values)",
     "gamma * (reward + transition @ values)", "gamma belongs to the future"),
    ("2_planning", "value-iteration", "transition @ values", "values @ transition", "last"),
    ("2_planning", "value-iteration", "np.abs(new_values - values).max()",
     "abs((new_values - values).max())", "absolute value of each"),
    ("3_q_learning_sarsa", "q-learning-update", "[next_obs].max()", "[next_obs, action]", "played"),
    ("3_q_learning_sarsa", "q-learning-update", "q_table[obs, action] +", "q_table[obs] +", "row"),
    ("3_q_learning_sarsa", "q-learning-update", "alpha * td_error", "alpha * abs(td_error)",
     "absolute"),
    ("3_q_learning_sarsa", "sarsa-agent", "next_obs, self.next_action", "next_obs, action",
     "played"),
    ("3_q_learning_sarsa", "sarsa-agent", "self.q_table[obs, action] +=", "self.q_table[obs] +=",
     "row"),
    ("3_q_learning_sarsa", "sarsa-agent", "self.q_table[next_obs, self.next_action]",
     "(self.q_table[next_obs] @ np.full(4, self.epsilon / 4)"
     " + (1 - self.epsilon) * self.q_table[next_obs].max())", "average"),
    ("4_exploration", "punish-fatal-end", "reward <= 0", "reward < 1", "is positive"),
    ("4_exploration", "punish-fatal-end", "reward <= 0", "reward == 0", "less than 0"),
    ("4_exploration", "punish-fatal-end", "reward = -self", "reward -= self", "added to"),
    ("4_exploration", "optimistic-start", "[next_obs].max()", "[next_obs, action]", "played"),
    ("4_exploration", "optimistic-start", "self.q_table[obs, action] +=", "self.q_table[obs] +=",
     "row"),
    # a share of the games explores: always the same ones, or others
    ("5_dqn_breakout", "epsilon-greedy-actions", "rng.random(n) < epsilon",
     "np.arange(n) < int(epsilon * n)", "no share of the games"),
    ("5_dqn_breakout", "epsilon-greedy-actions", "rng.random(n) < epsilon",
     "rng.permutation(n) < round(epsilon * n)", "no share of the games"),
    ("5_dqn_breakout", "epsilon-greedy-actions", "explores =",
     "rng = np.random.default_rng(0)\n    explores =", "make no new one"),
    ("5_dqn_breakout", "ring", "size=batch_size)", "size=1).repeat(batch_size)", "same time"),
    ("5_dqn_breakout", "ring", "return rng.integers(oldest + 3, n_added - 1, size=batch_size)",
     "low, n = oldest + 3, n_added - 4 - oldest\n"
     "    return low + (rng.integers(n) + np.arange(batch_size)) % n", "look alike"),
    ("5_dqn_breakout", "ring", "return rng.integers(", "return np.random.randint(", "from rng"),
    ("5_dqn_breakout", "ring", "return rng.integers(oldest + 3, n_added - 1, size=batch_size)",
     "return rng.choice(np.arange(oldest + 3, n_added - 1), size=batch_size, replace=False)",
     "with replacement"),
    ("5_dqn_breakout", "dqn-target", ".max(dim=1).values", ".max(dim=1)", "take .values"),
    ("5_dqn_breakout", "current-q", ".squeeze(1)", ".squeeze(1).detach()", "cut off"),
    ("5_dqn_breakout", "huber-loss", "size = td_error.abs()",
     "size = (td_error := td_error.detach()).abs()", "cut off"),
    ("5_dqn_breakout", "polyak-update", "with torch.no_grad():",
     "for network in (q_network, target_network):\n        network.requires_grad_(False)\n"
     "    if True:", None),
    ("6_dqn_space_invaders", "dueling-q", "value + advantage", "value.detach() + advantage",
     "value is cut off"),
    ("6_dqn_space_invaders", "keep", "save_file(network.state_dict(), path",
     "save_file({k: v.half() for k, v in network.state_dict().items()}, path", None),
]  # fmt: skip
SEEDS = range(8)


@pytest.fixture(scope="module")
def exercises():
    """(chapter, grade_id) → the answer, the check cell, and the names there are before both."""
    matplotlib.use("agg")
    found = {}
    for chapter in MISCONCEPTIONS:
        notebook = read_chapter(find_sources([chapter])[0]).notebook
        answers, names = reference_answers(notebook), {"__name__": "__main__"}
        checks = {c.metadata["nbgrader"]["grade_id"]: c.source for c in notebook.cells if graded(c)}
        for cell in notebook.cells:
            if is_skipped(cell) or graded(cell):
                continue
            grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
            if grade_id in answers:
                check = checks[f"{grade_id}-test"]
                found[chapter, grade_id] = answers[grade_id], check, dict(names)
            exec(cell.source, names)
    return found


def graded(cell):
    return cell.metadata.get("nbgrader", {}).get("grade", False)


def answers_of(names, check, grade_id, seed, *, reference=False):
    """Return what the questions of a check cell get to hear."""
    found = []
    for number, question in enumerate(questions_of(check)):
        setup, expression = question.of_reference() if reference else (question.setup, "")
        names["rng"] = np.random.default_rng(question_seed(seed, grade_id, number))
        try:
            exec(setup, names)
            found.append(plain(eval(expression or question.evidence, names)))
        except Exception as error:
            found.append(repr(error))
    return found


def n_passed(check, given, known):
    """Return how many questions the answers `given` pass, beside the reference's."""
    return sum(judged(check, given, known))


def judged(check, given, known):
    """Return for each question whether the answer passes, beside the reference's."""
    return [
        apply(question.judged_by("en")[0], got, question.split(answer)[1])[0]
        for question, got, answer in zip(questions_of(check), given, known, strict=True)
    ]


@pytest.mark.parametrize(("chapter", "grade_id", "old", "new", "cause"), MISSES)
def test_a_near_miss_is_named_and_costs(exercises, chapter, grade_id, old, new, cause):
    answer, check, names = exercises[chapter, grade_id]
    right, wrong = dict(names), dict(names)
    with in_language("en"):
        exec(answer, right)
        exec(without_hidden(check), right)
        exec(edited(answer, old, new), wrong)
        try:
            exec(without_hidden(check), wrong)
            said = ""
        except NotYet as refusal:
            said = str(refusal)
    assert cause is None or re.search(r"likely cause: [^\n]*" + cause, said), said
    costs = set()
    for seed in SEEDS:
        known = answers_of(right, check, grade_id, seed, reference=True)
        given = answers_of(wrong, check, grade_id, seed)
        costs.add(len(known) - n_passed(check, given, known))
    assert len(costs) == 1
    assert min(costs) > 0


NAMED = [
    (chapter, grade_id)
    for chapter, answers in MISCONCEPTIONS.items()
    for grade_id, known in answers.items()
    if any(one.en for one in known)
]


@pytest.mark.parametrize(("chapter", "grade_id"), NAMED)
def test_each_known_mistake_is_told_from_the_others(exercises, chapter, grade_id):
    answer, check, names = exercises[chapter, grade_id]
    known = [one for one in MISCONCEPTIONS[chapter][grade_id] if one.en]
    assert all(one.fr for one in known)
    right = dict(names)
    exec(answer, right)
    for seed in SEEDS[:3]:
        reference = answers_of(right, check, grade_id, seed, reference=True)
        given = []
        for one in known:
            wrong = dict(names)
            exec(edited(answer, one.old, one.new), wrong)
            given.append(answers_of(wrong, check, grade_id, seed))
        exercise = Exercise(
            f"{grade_id}-test",
            1.0,
            tuple(questions_of(check)),
            tuple(reference),
            tuple(zip(known, given, strict=True)),
        )
        for one, answers in zip(known, given, strict=True):
            checks = [CheckResult(passed, "") for passed in judged(check, answers, reference)]
            assert diagnose(exercise, answers, checks) == one, (seed, one.en)


@pytest.mark.parametrize(("chapter", "grade_id", "old", "new", "cause"), MISSES)
def test_a_near_miss_is_not_taken_for_another_mistake(
    exercises, chapter, grade_id, old, new, cause
):
    answer, check, names = exercises[chapter, grade_id]
    right, wrong = dict(names), dict(names)
    exec(answer, right)
    exec(edited(answer, old, new), wrong)
    reference = answers_of(right, check, grade_id, 0, reference=True)
    given = answers_of(wrong, check, grade_id, 0)
    mistakes = []
    for one in MISCONCEPTIONS[chapter][grade_id]:
        if one.en:
            other = dict(names)
            exec(edited(answer, one.old, one.new), other)
            mistakes.append((one, answers_of(other, check, grade_id, 0)))
    questions = tuple(questions_of(check))
    exercise = Exercise("", 1.0, questions, tuple(reference), tuple(mistakes))
    checks = [CheckResult(passed, "") for passed in judged(check, given, reference)]
    found = diagnose(exercise, given, checks)
    assert found is None or (found.old, found.new) == (old, new) or cause in found.en
