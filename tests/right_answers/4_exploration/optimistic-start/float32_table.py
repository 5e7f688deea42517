"""A table of 32-bit floats; first of equals when it plays."""

LANGUAGE = "fr"

# %% answer
class OptimisticQLearning(QLearning):
    def __init__(self, env, *, alpha, gamma, epsilon=0.0, initial=1.0, seed=0):
        super().__init__(env, alpha=alpha, gamma=gamma, epsilon=epsilon, seed=seed)
        self.q_table = np.ones(self.q_table.shape, dtype=np.float32) * np.float32(initial)

    def learn(self, obs, action, reward, next_obs, terminated):
        self.counts[obs, action] += 1
        avenir = 0.0
        if not terminated:
            avenir = float(max(self.q_table[next_obs]))
        erreur = reward + self.gamma * avenir - self.q_table[obs, action]
        self.q_table[obs, action] += self.alpha * erreur
