"""A list remembers; pop takes it out again."""

# %% answer
class Sarsa(Agent):
    def __init__(self, env, *, alpha, gamma, epsilon, seed=0):
        self.alpha, self.gamma, self.epsilon = alpha, gamma, epsilon
        self.q_table = np.zeros(n_states_and_actions(env))
        self.rng = np.random.default_rng(seed)
        self.remembered = []

    def draw(self, obs):
        q = self.q_table[obs]
        if self.training and self.rng.random() < self.epsilon:
            return int(self.rng.integers(4))
        return int(self.rng.choice(np.flatnonzero(q == q.max())))

    def start_episode(self):
        self.remembered.clear()

    def act(self, obs):
        return self.remembered.pop() if self.remembered else self.draw(obs)

    def learn(self, obs, action, reward, next_obs, terminated):
        future = 0.0
        if not terminated:
            self.remembered = [self.draw(next_obs)]
            future = self.q_table[next_obs][self.remembered[0]]
        self.q_table[obs][action] += self.alpha * (
            reward + self.gamma * future - self.q_table[obs][action]
        )
