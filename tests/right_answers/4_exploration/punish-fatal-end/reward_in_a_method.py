"""The reward in a method of its own, and the info copied."""

# %% answer
class PunishFatalEnd(gym.Wrapper):
    def __init__(self, env, *, penalty=1.0):
        super().__init__(env)
        self.penalty = abs(penalty)
        self.falls = 0

    def rewarded(self, reward, terminated):
        if not terminated or reward > 0:
            return reward
        self.falls += 1
        return -self.penalty

    def step(self, action):
        obs, reward, terminated, truncated, info = self.env.step(action)
        return obs, self.rewarded(reward, terminated), terminated, truncated, dict(info)
