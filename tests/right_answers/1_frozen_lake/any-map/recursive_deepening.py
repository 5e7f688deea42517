"""Recursion that goes a step further each time, and a plot of it."""

# %% answer
def shortest_policy(lake_map):
    P = model_of(make_lake(lake_map))
    policy = {}

    def goals(states, found):
        if not states:
            return found
        new = {}
        for state in P:
            if state in found or state in new or all(P[state][a][0][3] for a in P[state]):
                continue
            for action in (RIGHT, UP, LEFT, DOWN):
                _, after, reward, _ = P[state][action][0]
                if (reward > 0 and not found) or (found and after in states and after != state):
                    new[state] = action
                    break
        if not found:
            return goals(set(new), dict(new) or {-1: 0})
        return goals(set(new), {**found, **new})

    policy = goals({None}, {})
    return [policy.get(state, LEFT) for state in P]

# %% after
print("my policy", shortest_policy(FIRST_LAKE))
plot_lake(FIRST_LAKE, policy=shortest_policy(FIRST_LAKE))
