"""Written with early returns and np.float32 arithmetic."""

# %% answer
class Sarsa(Agent):
    def __init__(self, env, *, alpha, gamma, epsilon, seed=0):
        self.alpha = alpha
        self.gamma = gamma
        self.epsilon = epsilon
        self.q_table = np.zeros(n_states_and_actions(env))
        self.rng = np.random.default_rng(seed)
        self.next_action = None

    def draw(self, obs):
        epsilon = self.epsilon if self.training else 0.0
        return epsilon_greedy(self.q_table[obs], epsilon, self.rng)

    def start_episode(self):
        self.next_action = None

    def act(self, obs):
        remembered = self.next_action
        self.next_action = None
        return remembered if remembered is not None else self.draw(obs)

    def learn(self, obs, action, reward, next_obs, terminated):
        if terminated:
            self.q_table[obs, action] += self.alpha * (reward - self.q_table[obs, action])
            return
        self.next_action = self.draw(next_obs)
        target = reward + self.gamma * self.q_table[next_obs, self.next_action]
        self.q_table[obs, action] = (1 - self.alpha) * self.q_table[obs, action] + self.alpha * target
