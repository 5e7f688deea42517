"""numpy's floor, and a numpy integer in return."""

# %% answer
def conv_output_size(size, kernel, stride, padding=0):
    return np.int64(np.floor((size + 2 * padding - kernel) / stride + 1))
