"""A view of the row is changed; the French edition."""

LANGUAGE = "fr"

# %% answer
def q_learning_update(q_table, obs, action, reward, next_obs, terminated, *, alpha, gamma):
    ligne = q_table[obs]
    avenir = gamma * sorted(q_table[next_obs])[-1]
    if terminated:
        avenir *= 0
    erreur = reward + avenir - ligne[action]
    ligne[action] += alpha * erreur
