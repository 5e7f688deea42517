"""What the lake plots show, in words: their alt texts."""

import itertools

import numpy as np

from course_utils.lakes import LakeMap, cell_name
from course_utils.language import tr


def direction_names() -> list[str]:
    """Return the names of left, down, right and up."""
    return tr(en="left down right up", fr="gauche bas droite haut").split()


def size_in_words(lake_map: LakeMap) -> str:
    """Return how large the lake is, as a complement of another noun."""
    rows, columns = len(lake_map), len(lake_map[0])
    return tr(en=f"a {rows} by {columns} lake", fr=f"d’un lac de {rows} sur {columns}")


def map_in_words(lake_map: LakeMap) -> str:
    """Return the map row by row."""
    rows, size = ", ".join(lake_map), size_in_words(lake_map)
    return tr(
        en=f"Map of {size}, row by row: {rows} (S start, F ice, H hole, G goal).",
        fr=f"Plan {size}, ligne par ligne : {rows} (S départ, F glace, H trou, G but).",
    )


def policy_in_words(shares: np.ndarray, lake_map: LakeMap) -> str:
    """Return the likeliest actions row by row, such as `row 0: right, right, hole`."""
    names, columns = direction_names(), len(lake_map[0])
    rows = []
    for row, cells in enumerate(lake_map):
        words = []
        for state in range(row * columns, (row + 1) * columns):
            share = shares[state]
            best = [names[a] for a in range(4) if share[a] > 0 and share[a] >= share.max() - 1e-9]
            over = cells[state % columns] in "HG"
            words.append(cell_name(lake_map, state) if over else "/".join(best) or "–")
        runs = [(word, len(list(same))) for word, same in itertools.groupby(words)]
        listed = ", ".join(word if times == 1 else f"{times} × {word}" for word, times in runs)
        rows.append(f"{tr(en=f'row {row}:', fr=f'ligne {row} :')} {listed}")
    return tr(en="; ", fr=" ; ").join(rows) + "."


def short_count(value: float) -> str:
    """Return the count in at most five characters, such as 7545, 23k, 1.2M."""
    if value >= 1e6:
        return f"{value / 1e6:.1f}M"
    return f"{value / 1e3:.0f}k" if value >= 1e4 else f"{value:.0f}"


def path_in_words(states: list[int], lake_map: LakeMap) -> str:
    """Return where the path starts and ends and its first thirty states."""
    first, last, steps = states[0], states[-1], len(states) - 1
    here, there = cell_name(lake_map, first), cell_name(lake_map, last)
    listed = ", ".join(map(str, states[:30])) + (", …" if len(states) > 30 else "")
    return tr(
        en=f"A path of {steps} steps from state {first} ({here}) to state {last} ({there}): "
        f"{listed}.",
        fr=f"Un chemin de {steps} pas, de l’état {first} ({here}) à l’état {last} ({there}) : "
        f"{listed}.",
    )
