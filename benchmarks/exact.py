"""Exact evaluation of a policy on the slippery lake, beside estimating it by 1,000 episodes.

The policy is the best table there is for the slippery first lake. `error` is how far the estimate
lies from the exact probability: the root of the mean square over the repeats.
"""

import numpy as np
from harness import median, print_table, ratio, save, time_in_turns

from course_utils.agents import PolicyAgent
from course_utils.episodes import evaluate
from course_utils.exact import success_probability
from course_utils.lakes import FIRST_LAKE, make_lake, model_of

POLICY = [0, 3, 3, 3, 0, 0, 0, 0, 3, 1, 0, 0, 0, 2, 1, 0]
EPISODES = 1000
REPEATS = 15


def main():
    env = make_lake(FIRST_LAKE, slippery=True)
    P = model_of(env)
    answers: dict[str, list[float]] = {"ours": [], "sampling": []}

    def exact():
        answers["ours"].append(success_probability(P, POLICY))

    def sampling():
        # every repeat plays episodes of its own: a seed an episode, and none twice
        seed = EPISODES * len(answers["sampling"])
        record = evaluate(env, PolicyAgent(POLICY), episodes=EPISODES, seed=seed)
        answers["sampling"].append(record.mean_return)

    seconds = time_in_turns({"ours": exact, "sampling": sampling}, repeats=REPEATS, warm_up=1)
    truth = answers["ours"][0]
    error = {
        name: float(np.sqrt(np.mean((np.array(values) - truth) ** 2)))
        for name, values in answers.items()
    }
    print_table(
        ["", "seconds", "error"],
        [[name, median(seconds[name]), error[name]] for name in seconds],
    )
    save(
        "exact",
        ratio=ratio(seconds),
        success_probability=truth,
        error=error,
        # what a binomial estimate has by its nature
        standard_error=float(np.sqrt(truth * (1 - truth) / EPISODES)),
        raw={"seconds": seconds, "answers": answers},
    )


if __name__ == "__main__":
    main()
