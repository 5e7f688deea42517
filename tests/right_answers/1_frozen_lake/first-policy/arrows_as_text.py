"""Arrows drawn as text."""

LANGUAGE = "fr"

# %% answer
DESSIN = "↓→↓←" "↓.↓." "→↓↓." ".→→."


def first_lake_policy(state):
    print("état", state)
    return {"←": LEFT, "↓": DOWN, "→": RIGHT, ".": UP}[DESSIN[state]]
