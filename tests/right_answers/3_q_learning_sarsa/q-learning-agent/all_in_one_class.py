"""Everything inside the class; attributes of other names too."""

# %% answer
class QLearning(Agent):
    def __init__(self, env, *, alpha, gamma, epsilon, seed=0):
        self.alpha, self.gamma, self.epsilon = alpha, gamma, epsilon
        self.q_table = np.zeros((env.observation_space.n, env.action_space.n))
        self.rng = np.random.default_rng(seed)
        self.updates = 0

    def act(self, obs):
        q = self.q_table[obs]
        if self.training and self.rng.random() < self.epsilon:
            return int(self.rng.integers(len(q)))
        return int(self.rng.choice(np.flatnonzero(q == q.max())))

    def learn(self, obs, action, reward, next_obs, terminated):
        self.updates += 1
        target = reward if terminated else reward + self.gamma * self.q_table[next_obs].max()
        self.q_table[obs, action] += self.alpha * (target - self.q_table[obs, action])
