"""Counts visits beside, logs on stderr, and keeps the generator of an older kind of seed."""

# %% answer
import logging


class QLearning(Agent):
    def __init__(self, env, *, alpha, gamma, epsilon, seed=0):
        logging.warning("a new agent")
        self.alpha, self.gamma, self.epsilon = alpha, gamma, epsilon
        shape = n_states_and_actions(env)
        self.q_table, self.visits = np.zeros(shape), np.zeros(shape, dtype=int)
        self.rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed)))

    def act(self, obs):
        return epsilon_greedy(self.q_table[obs], self.epsilon if self.training else 0, self.rng)

    def learn(self, obs, action, reward, next_obs, terminated):
        self.visits[obs, action] += 1
        future = 0 if terminated else self.gamma * self.q_table.max(axis=1)[next_obs]
        old = self.q_table[obs, action]
        self.q_table[obs, action] = old + self.alpha * ((reward + future) - old)
