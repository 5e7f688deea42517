"""Slides the window and counts; French edition."""

LANGUAGE = "fr"

# %% answer
def conv_output_size(size, kernel, stride, padding=0):
    endroits = 0
    debut = -padding
    while debut + kernel <= size + padding:
        endroits += 1
        debut += stride
    return endroits
