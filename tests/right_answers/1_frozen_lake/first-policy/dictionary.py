"""A dictionary of arrows, going the other way round."""

# %% answer
ARROWS = {0: RIGHT, 1: RIGHT, 2: DOWN, 3: LEFT, 4: DOWN, 6: DOWN, 8: RIGHT, 9: DOWN, 10: DOWN,
          13: RIGHT, 14: RIGHT}


def first_lake_policy(state):
    return ARROWS.get(state, LEFT)
