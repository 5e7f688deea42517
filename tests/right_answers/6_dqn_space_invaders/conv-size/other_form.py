"""The formula written the other way, as a whole float."""

# %% answer
def conv_output_size(size, kernel, stride, padding=0):
    padded = size + padding + padding
    return float((padded - kernel + stride) // stride)
