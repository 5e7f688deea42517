"""A base class in a helper cell; the French edition."""

LANGUAGE = "fr"

# %% before
class Tabulaire(Agent):
    def __init__(self, env, seed):
        self.q_table = np.zeros(n_states_and_actions(env))
        self.rng = np.random.default_rng(seed)

    def meilleure(self, obs):
        return random_argmax(self.q_table[obs], self.rng)

# %% answer
class QLearning(Tabulaire):
    def __init__(self, env, *, alpha, gamma, epsilon, seed=0):
        super().__init__(env, seed)
        self.reglages = {"alpha": alpha, "gamma": gamma}
        self.epsilon = epsilon

    def act(self, obs):
        hasard = self.training and self.rng.uniform() < self.epsilon
        return int(self.rng.integers(self.q_table.shape[1])) if hasard else self.meilleure(obs)

    def learn(self, obs, action, reward, next_obs, terminated):
        q_learning_update(
            self.q_table, obs, action, reward, next_obs, terminated, **self.reglages
        )
