"""Typical mistakes of the invented student who gets things wrong: one-line edits of the reference.

chapter → grade_id of the answer → (text of the reference, what the student wrote instead).
"""

MISTAKES: dict[str, dict[str, tuple[str, str]]] = {
    "1_frozen_lake": {
        # the rewards are added up, their probabilities forgotten
        "expected-reward": ("probability * reward", "reward"),
        # right from the start, but a cell beside the way is forgotten
        "first-policy": ("(0, 2, 4, 6, 10)", "(0, 4, 6, 10)"),
        # rows counted as if every lake were square
        "any-map": ("state // width - down", "state // height - down"),
        # centred on the rate, as the textbook interval is
        "interval": ("centre = (rate + z**2 / (2 * n)) / shared", "centre = rate"),
        # straight on beside the holes, as if the ice did not slip
        "safe-policy": ("return UP", "return RIGHT"),
    },
    "2_planning": {
        # a terminal state's value is counted
        "backup": ("0.0 if terminated else values[next_state]", "values[next_state]"),
        # gamma forgotten
        "q-from-values": ("gamma * (transition @ values)", "(transition @ values)"),
        # the best action's value in place of the policy's average
        "evaluate-policy": ("(policy * q).sum(axis=1)", "q.max(axis=1)"),
        # the transition matrix transposed
        "solve-policy": ("gamma * transition_pi", "gamma * transition_pi.T"),
        # the best values in place of the best actions
        "greedy-policy": ("q.argmax(axis=1)", "q.max(axis=1)"),
        # the sign of the change is kept, so falling values stop the sweeps
        "value-iteration": ("np.abs(new_values - values).max()", "(new_values - values).max()"),
    },
}
