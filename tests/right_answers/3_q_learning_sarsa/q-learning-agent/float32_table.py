"""A table of 32-bit floats."""

# %% answer
class QLearning(Agent):
    def __init__(self, env, *, alpha, gamma, epsilon, seed=0):
        n_states, n_actions = n_states_and_actions(env)
        self.alpha = alpha
        self.gamma = gamma
        self.epsilon = epsilon
        self.q_table = np.zeros((n_states, n_actions), dtype=np.float32)
        self.rng = np.random.default_rng(seed=seed)

    def act(self, obs):
        if not self.training:
            return random_argmax(self.q_table[obs], self.rng)
        return epsilon_greedy(self.q_table[obs], self.epsilon, self.rng)

    def learn(self, obs, action, reward, next_obs, terminated):
        q_learning_update(
            self.q_table, obs, action, reward, next_obs, terminated,
            alpha=self.alpha, gamma=self.gamma,
        )
