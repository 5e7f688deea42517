"""Changes one entry of the list; prints falls."""

# %% answer
class PunishFatalEnd(gym.Wrapper):
    def __init__(self, env, *, penalty=1.0):
        super().__init__(env)
        self.penalty = penalty

    def step(self, action):
        result = list(self.env.step(action))
        if result[2] and result[1] <= 0:
            print("fell")
            result[1] = -self.penalty
        return tuple(result)
