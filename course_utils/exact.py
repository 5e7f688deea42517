"""Exact answers about a tabular policy, where sampling would only estimate them."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from course_utils.lakes import Model

Policy = Sequence[int] | np.ndarray | Callable[[int], int]


def as_action(action: Any, n_actions: int, *, where: str) -> int:
    """Return `action` as an int in [0, n_actions), or raise an error that says what came.

    Args:
        action: what a policy or an agent returned.
        where: who returned it, for the message, such as `"policy(3)"`.
    """
    if isinstance(action, np.ndarray) and action.ndim == 0:
        action = action[()]
    if isinstance(action, (bool, np.bool_)) or not isinstance(action, (int, np.integer)):
        hint = "; is a `return` missing?" if action is None else ""
        raise TypeError(
            f"{where} returned {action!r} ({type(action).__name__}): "
            f"an action is an int from 0 to {n_actions - 1}{hint}"
        )
    if not 0 <= action < n_actions:
        raise ValueError(
            f"{where} returned {action}: an action is an int from 0 to {n_actions - 1}"
        )
    return int(action)


def policy_table(policy: Policy, n_states: int, n_actions: int) -> np.ndarray:
    """Return the policy as action probabilities, float array of shape (n_states, n_actions).

    Args:
        policy: a function of the state; or one action a state, shape (n_states,); or action
            probabilities, shape (n_states, n_actions).
    """
    if callable(policy):
        actions = [as_action(policy(s), n_actions, where=f"policy({s})") for s in range(n_states)]
        return np.eye(n_actions)[actions]
    table = np.asarray(policy)
    if table.shape == (n_states,):
        actions = [as_action(a, n_actions, where=f"policy[{s}]") for s, a in enumerate(table)]
        return np.eye(n_actions)[actions]
    if table.shape != (n_states, n_actions):
        raise ValueError(
            f"a policy has shape ({n_states},), an action a state, or ({n_states}, {n_actions}), "
            f"a probability an action; got shape {table.shape}"
        )
    table = table.astype(float)
    if not (np.all(table >= 0) and np.allclose(table.sum(axis=1), 1)):
        raise ValueError("in every state the action probabilities are at least 0 and add up to 1")
    return table


def model_arrays(P: Model) -> tuple[np.ndarray, np.ndarray]:
    """Return the model as arrays: where play goes on, and the expected reward.

    Returns:
        transition: float (n_states, n_actions, n_states), the probability of being in a state
            and playing on. Outcomes that end the episode are left out, so a row sums to less
            than 1 where the episode can end.
        reward: float (n_states, n_actions), the expected immediate reward.
    """
    n_states, n_actions = len(P), len(P[0])
    transition = np.zeros((n_states, n_actions, n_states))
    reward = np.zeros((n_states, n_actions))
    for s in range(n_states):
        for a in range(n_actions):
            for probability, next_state, r, terminated in P[s][a]:
                reward[s, a] += probability * r
                if not terminated:
                    transition[s, a, next_state] += probability
    return transition, reward


def policy_value(P: Model, policy: Policy, gamma: float) -> np.ndarray:
    """Return the exact value of every state under `policy`, float array (n_states,).

    Solves the Bellman expectation equation `v = r + gamma T v` as one linear system, as in
    Sutton & Barto (2018), eq. 4.4. Where an episode can go on for ever and `gamma` is 1 there
    may be no solution; then a ValueError says so.
    """
    transition, reward = model_arrays(P)
    table = policy_table(policy, *reward.shape)
    transition_pi = np.einsum("sa,sat->st", table, transition)
    reward_pi = np.einsum("sa,sa->s", table, reward)
    try:
        return np.linalg.solve(np.eye(len(reward)) - gamma * transition_pi, reward_pi)
    except np.linalg.LinAlgError:
        raise ValueError(
            f"with gamma = {gamma} this policy has no finite value: it can play on for ever. "
            "Use a gamma below 1."
        ) from None


def success_probability(P: Model, policy: Policy, *, steps: int = 100, start: int = 0) -> float:
    """Return the exact probability that an episode earns a positive reward within `steps` steps.

    On a lake that is the probability of reaching the goal before the time limit.
    """
    transition, _ = model_arrays(P)
    table = policy_table(policy, *transition.shape[:2])
    transition_pi = np.einsum("sa,sat->st", table, transition)
    win_pi = np.einsum("sa,sa->s", table, _win_probability(P))
    alive = np.zeros(len(win_pi))
    alive[start] = 1.0
    success = 0.0
    for _ in range(steps):
        success += float(alive @ win_pi)
        alive = alive @ transition_pi
    return success


def best_success_probability(P: Model, *, steps: int = 100, start: int = 0) -> float:
    """Return the largest possible `success_probability`, over all policies, by backward induction.

    The best policy may look at the clock, so a table with one action a state can fall short of
    this bound by a little.
    """
    transition, _ = model_arrays(P)
    win = _win_probability(P)
    chance = np.zeros(len(win))
    for _ in range(steps):
        chance = (win + transition @ chance).max(axis=1)
    return float(chance[start])


def _win_probability(P: Model) -> np.ndarray:
    """Return the probability of ending with a positive reward at once, (n_states, n_actions)."""
    return np.array(
        [[sum(p for p, _, r, end in P[s][a] if end and r > 0) for a in P[s]] for s in range(len(P))]
    )
