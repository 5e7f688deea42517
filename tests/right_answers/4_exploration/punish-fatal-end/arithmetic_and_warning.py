"""Arithmetic instead of an if, and a warning."""

# %% answer
import warnings


class PunishFatalEnd(gym.Wrapper):
    def __init__(self, env, *, penalty=1.0):
        super().__init__(env)
        self.penalty = penalty

    def step(self, action):
        obs, reward, terminated, truncated, info = self.env.step(action)
        if truncated:
            warnings.warn("out of time", stacklevel=2)
        fatal = bool(terminated) * (reward <= 0)
        reward = reward * (1 - fatal) - self.penalty * fatal
        return obs, reward, terminated, truncated, info

# %% after
print(PunishFatalEnd(make_lake(cliff_lake(3)), penalty=0.25).penalty)
