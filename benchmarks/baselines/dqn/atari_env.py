"""The environment that the libraries' DQNs document: life loss as an end, clipped rewards."""

from gymnasium import Wrapper

FIRE = 1  # in Breakout


class LifeLossAndSign(Wrapper):
    """Ends an episode at each lost life, presses FIRE for the next, gives the reward's sign."""

    def __init__(self, env):
        super().__init__(env)
        self.over, self.lives = True, 0

    def reset(self, **options):
        if self.over:
            obs, info = self.env.reset(**options)
        else:  # the game goes on
            obs, _, terminated, truncated, info = self.env.step(FIRE)
            if terminated or truncated:
                obs, info = self.env.reset(**options)
        self.over, self.lives = False, info["lives"]
        return obs, info

    def step(self, action):
        obs, reward, terminated, truncated, info = self.env.step(action)
        self.over = terminated or truncated
        lost, self.lives = info["lives"] < self.lives, info["lives"]
        return obs, (reward > 0) - (reward < 0), terminated or lost, truncated, info
