"""A loop, one game after the other; a list comes back."""

# %% answer
def epsilon_greedy_actions(q_values, epsilon, rng):
    chosen = []
    for row in q_values:
        if rng.random() < epsilon:
            chosen.append(int(rng.integers(len(row))))
        else:
            chosen.append(int(row.argmax()))
    return chosen
