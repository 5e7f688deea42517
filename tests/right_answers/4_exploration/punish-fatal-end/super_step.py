"""Calls the wrapper's own step; a conditional expression."""

# %% answer
class PunishFatalEnd(gym.Wrapper):
    def __init__(self, env, *, penalty=1.0):
        super().__init__(env)
        self.penalty = penalty

    def step(self, action):
        obs, reward, terminated, truncated, info = super().step(action)
        fatal = terminated and not reward > 0
        return obs, (-self.penalty if fatal else reward), terminated, truncated, info
