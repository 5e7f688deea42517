"""Draws a next action at the end of an episode too, and forgets it; the French edition."""

LANGUAGE = "fr"

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
        if self.next_action is None:
            self.next_action = self.draw(obs)
        action = self.next_action
        self.next_action = None
        return action

    def learn(self, obs, action, reward, next_obs, terminated):
        a = self.draw(next_obs)
        cible = reward + self.gamma * self.q_table[next_obs, a] * (1 - int(terminated))
        self.q_table[obs, action] += self.alpha * (cible - self.q_table[obs, action])
        self.next_action = None if terminated else a
