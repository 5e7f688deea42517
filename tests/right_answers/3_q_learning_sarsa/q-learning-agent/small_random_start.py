"""Tiny random initial values, which break ties by themselves."""

# %% answer
class QLearning(Agent):
    def __init__(self, env, *, alpha, gamma, epsilon, seed=0):
        self.alpha, self.gamma, self.epsilon = alpha, gamma, epsilon
        self.rng = np.random.default_rng(seed)
        self.q_table = self.rng.uniform(-1e-9, 1e-9, size=n_states_and_actions(env))

    def act(self, obs):
        print(end="")
        return epsilon_greedy(self.q_table[obs], self.epsilon * self.training, self.rng)

    def learn(self, obs, action, reward, next_obs, terminated):
        future = np.where(terminated, 0.0, np.max(self.q_table[next_obs]))
        self.q_table[obs, action] += self.alpha * (
            reward + self.gamma * future - self.q_table[obs, action]
        )
