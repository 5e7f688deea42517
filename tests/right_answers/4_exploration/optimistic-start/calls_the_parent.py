"""Leaves the learning to the parent class."""

# %% answer
class OptimisticQLearning(QLearning):
    def __init__(self, env, *, alpha, gamma, epsilon=0.0, initial=1.0, seed=0):
        super().__init__(env, alpha=alpha, gamma=gamma, epsilon=epsilon, seed=seed)
        self.q_table += initial

    def learn(self, obs, action, reward, next_obs, terminated):
        super().learn(obs, action, reward, next_obs, terminated)
