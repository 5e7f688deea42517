"""A binomial toss a game; an int32 tensor comes back."""

# %% answer
def epsilon_greedy_actions(q_values, epsilon, rng):
    n, k = q_values.shape
    toss = torch.tensor(rng.binomial(1, epsilon, size=n) == 1)
    anything = torch.tensor(rng.choice(k, size=n))
    return torch.where(toss, anything, q_values.argmax(1)).int()
