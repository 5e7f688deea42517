"""Rewards as 32-bit floats; the French edition."""

LANGUAGE = "fr"

# %% answer
class PunishFatalEnd(gym.Wrapper):
    def __init__(self, env, *, penalty=1.0):
        gym.Wrapper.__init__(self, env)
        self.penalty = penalty

    def step(self, action):
        obs, recompense, fini, coupe, info = self.env.step(action)
        return obs, np.float32(-self.penalty if fini and recompense <= 0 else recompense), fini, coupe, info
