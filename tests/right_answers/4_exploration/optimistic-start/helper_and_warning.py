"""A helper cell for the target, a warning in the constructor, own ties."""

# %% before
import warnings


def td_target(reward, row, gamma, terminated):
    return reward + gamma * row.max() * (not terminated)

# %% answer
class OptimisticQLearning(QLearning):
    def __init__(self, env, *, alpha, gamma, epsilon=0.0, initial=1.0, seed=0):
        super().__init__(env, alpha=alpha, gamma=gamma, epsilon=epsilon, seed=seed)
        warnings.warn("so optimistic", stacklevel=2)
        self.q_table.fill(initial)

    def learn(self, obs, action, reward, next_obs, terminated):
        self.counts[obs, action] += 1
        target = td_target(reward, self.q_table[next_obs], self.gamma, terminated)
        self.q_table[obs, action] += self.alpha * (target - self.q_table[obs, action])
