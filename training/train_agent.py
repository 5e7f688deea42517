"""Trains an agent with the code of a chapter, and keeps what it was along the way.

    python training/train_agent.py Breakout --keep 10_000

trains with the settings of chapter 5, where the learning rate falls over the whole budget.
Everything goes to build/agents/<game>_<steps>_<seed>/: the weights at each step that was asked for,
the log of the games, the settings; and a checkpoint, from which the same command goes on after a
stop. `training/ship_agents.py` evaluates them and puts them into the package.

Space Invaders, and the agents of 1,000,000 steps and more, were trained at a rate that does not
fall: `--lr 5e-4 --lr-end 5e-4 --epsilon-steps 60_000`, a larger `--capacity` (their JSON says
which), and `--dueling` for Space Invaders; the longest at 1e-4 from step 2,000,000 on (`--late-lr`,
`--late-from`).
"""

import argparse
import json
import math
from pathlib import Path
from typing import Any

import torch
from notebook_code import definitions

from course_utils.atari import AtariGames
from course_utils.checkpoints import save_weights
from course_utils.dqn_training import Training
from course_utils.networks import AtariCNN, DuelingAtariCNN, pick_device
from course_utils.replay import ReplayBuffer
from course_utils.schedules import linear

ROOT = Path(__file__).resolve().parent.parent
CHAPTER = "5_dqn_breakout"


def make_training(options: argparse.Namespace) -> tuple[Training, dict[str, Any]]:
    """Return the training as the options say, and its settings for the record."""
    module = definitions(options.code)
    device = pick_device(options.device)
    games = AtariGames(
        options.game, n_envs=options.n_envs, seed=options.seed, threads=options.game_threads
    )
    network_class = DuelingAtariCNN if options.dueling else AtariCNN
    network = network_class(games.n_actions, size=options.size, seed=options.seed)
    agent = module.DQN(
        network,
        lr=options.lr,
        gamma=options.gamma,
        n_step=options.n_step,
        copy_every=options.copy_every,
        device=device,
        seed=options.seed,
    )
    buffer = ReplayBuffer(
        options.capacity,
        n_envs=options.n_envs,
        n_step=options.n_step,
        gamma=options.gamma,
        seed=options.seed,
    )
    falling = linear(options.lr, options.lr_end, options.steps)
    late_from = options.late_from or math.inf
    training = Training(
        agent,
        games,
        buffer,
        epsilon=linear(1.0, options.epsilon_end, options.epsilon_steps),
        lr=lambda step: options.late_lr if step >= late_from else falling(step),
        warm_up=options.warm_up,
        steps_per_update=options.steps_per_update,
    )
    left_out = ("keep", "steps", "code", "checkpoint_every")
    settings = {key: value for key, value in vars(options).items() if key not in left_out}
    settings |= {
        "rules": str(games.settings),
        "code": CHAPTER,
        "torch_threads": torch.get_num_threads(),
    }
    return training, settings


def main() -> None:
    """Train, or go on with a training that was stopped."""
    options = parse()
    if options.threads:
        torch.set_num_threads(options.threads)
    folder = ROOT / "build" / "agents" / f"{options.game}_{options.steps}_{options.seed}"
    folder.mkdir(parents=True, exist_ok=True)
    training, settings = make_training(options)
    checkpoint = folder / "checkpoint.safetensors"
    if checkpoint.exists():
        training.load(checkpoint)
        print(f"going on at {training.steps:,} steps", flush=True)
    stops = sorted({step for step in [*options.keep, options.steps] if step > training.steps})
    said = [0.0]

    def watch(now: Training) -> None:
        if now.seconds - said[0] > 60:
            said[0] = now.seconds
            print(
                f"{now.seconds:6.0f} s {now.steps:9,} steps {len(now.log):5} games, "
                f"last 20: {now.log.mean_score():.1f}",
                flush=True,
            )

    for stop in stops:
        while training.steps < stop:
            part = min(stop - training.steps, options.checkpoint_every)
            training.run(part, watch=watch, progress=False)
            training.save(checkpoint)
            if training.interrupted:
                return
        about = {"game": training.games.name, "steps": training.steps}
        about |= {"settings": settings, "seconds": training.seconds}
        save_weights(training.agent.q_network, folder / f"{stop}.safetensors", about)
        log = {name: column.tolist() for name, column in training.log.to_frame().items()}
        text = json.dumps({**about, "log": log, "losses": training.losses})
        (folder / f"{stop}.json").write_text(text)
        print(f"kept the agent of {stop:,} steps: {training.seconds:.0f} s", flush=True)


def parse() -> argparse.Namespace:
    """Return the command line's options: all of them go into the record."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("game")
    parser.add_argument("--steps", type=int, default=200_000)
    parser.add_argument("--keep", type=int, nargs="*", default=[], help="weights at these steps")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--size", default="small", choices=("small", "nature"))
    parser.add_argument("--dueling", action="store_true")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--threads", type=int, default=0, help="torch's; 0 for as many as cores")
    parser.add_argument("--game-threads", type=int, default=0)
    parser.add_argument("--n-envs", type=int, default=8)
    parser.add_argument("--capacity", type=int, default=100_000)
    parser.add_argument("--lr", type=float, default=1.5e-3)
    parser.add_argument("--lr-end", type=float, default=2e-4, help="it falls to this in --steps")
    parser.add_argument("--late-lr", type=float, default=1e-4)
    parser.add_argument("--late-from", type=int, help="step of --late-lr; none by default")
    parser.add_argument("--gamma", type=float, default=0.99)
    parser.add_argument("--n-step", type=int, default=3)
    parser.add_argument("--copy-every", type=int, default=250)
    parser.add_argument("--steps-per-update", type=int, default=8)
    parser.add_argument("--warm-up", type=int, default=4_000)
    parser.add_argument("--epsilon-end", type=float, default=0.02)
    parser.add_argument("--epsilon-steps", type=int, default=30_000)
    parser.add_argument("--checkpoint-every", type=int, default=250_000)
    parser.add_argument("--code", default=CHAPTER, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
