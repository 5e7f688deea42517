"""What the shipped agents score, over full games by stated rules, beside random play.

    python benchmarks/evaluation.py [GAMES]        100 games each by default: some minutes

The seeds are others than those of the evaluation in the agents' own JSON. `ratio` is the best
agent's mean score over random play's, of the game where that is smallest.
"""

import sys

import torch
from harness import print_table, save

from course_utils.atari_scores import evaluate_games
from course_utils.shipped import shipped, shipped_agents

EPSILON = 0.05
SEED = 20_000


def main() -> None:
    n_games = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    rows = []
    for game in sorted({game for game, _, _ in shipped_agents()}):
        players = {"random": None}
        for of, steps, size in shipped_agents():
            if of == game:
                players[f"{steps:,} steps, {size}"] = shipped(game, steps, size=size).act
        for name, act in players.items():
            scores = evaluate_games(act, game, games=n_games, epsilon=EPSILON, seed=SEED)
            low, high = scores.interval
            row = {"game": game, "player": name, "games": n_games, "mean": scores.mean}
            row |= {"low": low, "high": high, "best": scores.scores.max()}
            row |= {"stopped_by_the_limit": int(scores.truncated.sum()), "rules": str(scores.rules)}
            rows.append({**row, "scores": scores.scores.tolist()})
            print(f"{game}, {name}: {scores}", flush=True)
    shown = ("game", "player", "mean", "low", "high", "best", "stopped_by_the_limit")
    print_table(shown, [[row[key] for key in shown] for row in rows])
    means = {game: [row["mean"] for row in rows if row["game"] == game] for game, _, _ in
             shipped_agents()}  # fmt: skip
    ratio = min(max(values[1:]) / values[0] for values in means.values())
    best = {game: max(values) for game, values in means.items()}
    save("evaluation", ratio=ratio, best=best, threads=torch.get_num_threads(), raw=rows)


if __name__ == "__main__":
    main()
