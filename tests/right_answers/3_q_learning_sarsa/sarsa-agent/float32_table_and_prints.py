"""A table of 32-bit floats, warnings in between."""

# %% answer
import warnings


class Sarsa(Agent):
    def __init__(self, env, *, alpha, gamma, epsilon, seed=0):
        self.alpha, self.gamma, self.epsilon, self.next_action = alpha, gamma, epsilon, None
        self.q_table = np.zeros(n_states_and_actions(env), dtype=np.float32)
        self.rng = np.random.default_rng(seed)

    def start_episode(self):
        self.next_action = None

    def act(self, obs):
        if self.next_action is None:
            return epsilon_greedy(self.q_table[obs], self.epsilon * self.training, self.rng)
        action, self.next_action = self.next_action, None
        return action

    def learn(self, obs, action, reward, next_obs, terminated):
        warnings.warn("learning", stacklevel=2)
        target = reward
        if not terminated:
            self.next_action = epsilon_greedy(
                self.q_table[next_obs], self.epsilon * self.training, self.rng
            )
            target += self.gamma * float(self.q_table[next_obs, self.next_action])
        self.q_table[obs, action] += self.alpha * (target - self.q_table[obs, action])
