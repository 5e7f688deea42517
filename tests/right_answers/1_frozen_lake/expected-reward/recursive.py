"""One outcome and the rest of the list."""

# %% answer
def expected_reward(P, state, action):
    def of(outcomes):
        if not outcomes:
            return 0
        (probability, _, reward, _), *others = outcomes
        return probability * reward + of(others)

    return of(list(P[state][action]))
