"""Puts trained agents into the package: float16 weights, and beside them what is known of them.

    python training/ship_agents.py build/agents/Breakout_200000_1 --games 100

Each agent is evaluated as it is shipped, after the loss of half its digits: full games, rewards
as the game gives them, epsilon 0.05, seeds that no training saw. Random play meets the same rules.
Trainings of other seeds, with `--others`, are evaluated too: their scores, minutes and learning
curves make the bands of the budget cards and of the reference curves; their weights stay where they
are.
"""

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch

from course_utils.atari_scores import GameScores, evaluate_games
from course_utils.checkpoints import load
from course_utils.language import LANGUAGES, in_language
from course_utils.networks import make_network
from course_utils.shipped import ship, shipped

EPSILON = 0.05


def in_plain(scores: GameScores) -> dict[str, Any]:
    """Return what the JSON says of an evaluation."""
    low, high = scores.interval
    rules = {}
    for language in LANGUAGES:
        with in_language(language):
            rules[language] = str(scores.rules)
    return {
        "games": len(scores.scores),
        "mean": round(scores.mean, 2),
        "low": round(low, 2),
        "high": round(high, 2),
        "stopped_by_the_limit": int(scores.truncated.sum()),
        "rules": rules,
        "scores": scores.scores.tolist(),
    }


def trained(file: Path) -> tuple[torch.nn.Module, dict[str, Any]]:
    """Return the network in `file`, and what train_agent.py wrote beside it."""
    weights, about = load(file)
    network = make_network(about["network"])
    network.load_state_dict(weights)
    return network, json.loads(file.with_suffix(".json").read_text())


def greedy(network: torch.nn.Module) -> Callable[[np.ndarray], np.ndarray]:
    """Return `act(obs)`: the network's best actions."""

    def act(obs: np.ndarray) -> np.ndarray:
        with torch.inference_mode():
            return network(torch.from_numpy(obs)).argmax(dim=1).numpy()

    return act


def evaluate(act: Any, record: dict[str, Any], games: int) -> GameScores:
    """Return the scores of full games by the rules above."""
    return evaluate_games(act, record["game"], games=games, epsilon=EPSILON)


def run(record: dict[str, Any], scores: GameScores) -> dict[str, Any]:
    """Return what is kept of one seed's training: its score, its minutes, its learning curve."""
    found = {"seed": record["settings"]["seed"], "seconds": round(record["seconds"])}
    found |= {"games": len(scores.scores), "mean": round(scores.mean, 2)}
    return found | {"log": {key: [round(v) for v in record["log"][key]] for key in record["log"]}}


def main() -> None:
    """Evaluate and ship every agent in the folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--games", type=int, default=100)
    parser.add_argument("--only", type=int, nargs="*", help="these steps")
    parser.add_argument("--others", type=Path, nargs="*", default=[], help="other seeds' folders")
    parser.add_argument("--threads", type=int, default=0)
    options = parser.parse_args()
    if options.threads:
        torch.set_num_threads(options.threads)
    random_play = None
    for file in sorted(options.folder.glob("[0-9]*.safetensors"), key=lambda path: int(path.stem)):
        steps = int(file.stem)
        if options.only and steps not in options.only:
            continue
        network, record = trained(file)
        known = {"settings": {k: v for k, v in record["settings"].items() if k != "code_sha256"}}
        ship(network, game=record["game"], steps=record["steps"], nominal_steps=steps, about=known)
        agent = shipped(record["game"], steps, size=network.size)
        scores = evaluate(agent.act, record, options.games)
        random_play = random_play or evaluate_games(None, record["game"], games=options.games)
        known |= {"evaluation": in_plain(scores), "random": in_plain(random_play)}
        runs = [run(record, scores)]
        for other in (folder / file.name for folder in options.others):
            if other.exists():
                network_of_other, theirs = trained(other)
                runs.append(run(theirs, evaluate(greedy(network_of_other), theirs, options.games)))
        known["runs"] = runs
        for one in runs:
            print({key: value for key, value in one.items() if key != "log"}, flush=True)
        ship(network, game=record["game"], steps=record["steps"], nominal_steps=steps, about=known)
        print(f"{record['game']} at {record['steps']:,} steps: {scores}", flush=True)
    print(f"random play: {random_play}")


if __name__ == "__main__":
    main()
