"""Fills entry by entry, prints, and a loop for the maximum."""

# %% answer
class OptimisticQLearning(QLearning):
    def __init__(self, env, *, alpha, gamma, epsilon=0.0, initial=1.0, seed=0):
        super().__init__(env, alpha=alpha, gamma=gamma, epsilon=epsilon, seed=seed)
        print("optimist, begins with", initial)
        for s in range(self.q_table.shape[0]):
            for a in range(self.q_table.shape[1]):
                self.q_table[s, a] = initial

    def learn(self, obs, action, reward, next_obs, terminated):
        self.counts[obs, action] += 1
        best = None
        for value in self.q_table[next_obs]:
            best = value if best is None or value > best else best
        td_target = reward + (0 if terminated else self.gamma * best)
        self.q_table[obs, action] -= self.alpha * (self.q_table[obs, action] - td_target)
