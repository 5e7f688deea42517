"""Bellman and Ford: relax all cells until nothing changes."""

# %% before
def neighbours(lake_map, state):
    height, width = len(lake_map), len(lake_map[0])
    row, column = divmod(state, width)
    for action, (down, right) in {0: (0, -1), 1: (1, 0), 2: (0, 1), 3: (-1, 0)}.items():
        if 0 <= row + down < height and 0 <= column + right < width:
            yield action, (row + down) * width + column + right

# %% answer
def shortest_policy(lake_map):
    letters = "".join(lake_map)
    cost = [0.0 if letter == "G" else float("inf") for letter in letters]
    policy = [LEFT for _ in letters]
    changed = True
    while changed:
        changed = False
        for state, letter in enumerate(letters):
            if letter not in "SF":
                continue
            for action, other in neighbours(lake_map, state):
                if letters[other] != "H" and cost[other] + 1 < cost[state]:
                    cost[state], policy[state], changed = cost[other] + 1, action, True
    return policy
