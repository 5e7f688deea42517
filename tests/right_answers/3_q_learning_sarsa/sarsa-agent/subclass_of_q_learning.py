"""A subclass of the agent of the exercise before."""

# %% answer
class Sarsa(QLearning):
    next_action = None

    def start_episode(self):
        self.next_action = None

    def act(self, obs):
        if self.next_action is not None:
            action = self.next_action
            self.next_action = None
            return action
        return super().act(obs)

    def learn(self, obs, action, reward, next_obs, terminated):
        self.next_action = None
        if not terminated:
            self.next_action = super().act(next_obs)
            reward = reward + self.gamma * self.q_table[next_obs, self.next_action]
        self.q_table[obs, action] += self.alpha * (reward - self.q_table[obs, action])
