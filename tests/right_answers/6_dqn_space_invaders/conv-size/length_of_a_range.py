"""The places where the window begins, as a range."""

# %% answer
def conv_output_size(size, kernel, stride, padding=0):
    size += 2 * padding
    return len(range(0, size - kernel + 1, stride))
