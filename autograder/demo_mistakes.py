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
    "3_q_learning_sarsa": {
        # the first of equals, always
        "epsilon-greedy": ("random_argmax(q_values, rng)", "int(np.argmax(q_values))"),
        # a terminal state's value is counted
        "q-learning-update": (
            "0.0 if terminated else q_table[next_obs].max()",
            "q_table[next_obs].max()",
        ),
        # explores while it is evaluated
        "q-learning-agent": ("self.epsilon if self.training else 0.0", "self.epsilon"),
        # one action for the target, another to play
        "sarsa-agent": (
            "self.q_table[next_obs, self.next_action]",
            "self.q_table[next_obs, self.draw(next_obs)]",
        ),
        # one of the four letters
        "reading-the-cliff": ('answer_b = "a"', 'answer_b = "b"'),
    },
    "4_exploration": {
        # from state 0, wherever S is
        "count-successes": ("start=start", "start=0"),
        # a time limit is punished like a fall
        "punish-fatal-end": ("if terminated and", "if (terminated or truncated) and"),
        # the logarithm of the action's own count
        "ucb-action": ("np.log(counts.sum())", "np.log(counts)"),
        # a terminal state promises the optimistic value
        "optimistic-start": (
            "0.0 if terminated else self.q_table[next_obs].max()",
            "self.q_table[next_obs].max()",
        ),
        # one of the four letters
        "which-and-why": ('why_ucb = "B"', 'why_ucb = "A"'),
    },
    "5_dqn_breakout": {
        # the best game for each action
        "greedy-actions": ("dim=1", "dim=0"),
        # one toss for all games
        "epsilon-greedy-actions": ("rng.random(n) < epsilon", "rng.random() < epsilon"),
        # a stack reaches back to frames that were overwritten
        "ring": ("oldest + 3, n_added - 1", "oldest, n_added - 1"),
        # the best action in place of the one that was played
        "current-q": (
            "q_values.gather(1, action[:, None]).squeeze(1)",
            "q_values.max(dim=1).values",
        ),
        # a terminal state keeps its future
        "dqn-target": (
            "torch.where(terminated, reward, reward + discount * future)",
            "reward + discount * future",
        ),
        # the two pieces do not meet
        "huber-loss": ("size - 0.5", "size"),
        # a new name, and the parameter as it was
        "polyak-update": (
            "slow.copy_((1 - tau) * slow + tau * fast)",
            "slow = (1 - tau) * slow + tau * fast",
        ),
        # gamma once, whatever n is
        "n-step-return": ("weight * bootstrap", "gamma * bootstrap"),
        # the target network chooses as well
        "double-dqn-target": ("greedy_actions(next_q_online)", "greedy_actions(next_q_target)"),
        # one of the four letters
        "what-went-wrong": ('hangs = "C"', 'hangs = "A"'),
    },
    "6_dqn_space_invaders": {
        # the padding added at one end only
        "conv-size": ("2 * padding", "padding"),
        # the second convolution is taken to see as many channels as the first
        "count-parameters": (
            "channels = filters  # what comes out goes into the next layer",
            "pass",
        ),
        # the mean of the whole batch
        "dueling-q": ("advantage.mean(dim=1, keepdim=True)", "advantage.mean()"),
        # the line goes on beyond its end
        "annealed": ("min(1.0, step / steps)", "step / steps"),
        # the words are not kept
        "keep": (", metadata=about", ""),
        # one of the four letters
        "reading": ('overlap = "C"', 'overlap = "B"'),
    },
}
