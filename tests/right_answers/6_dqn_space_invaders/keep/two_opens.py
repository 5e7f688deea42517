"""All by safe_open, with prints, and the text returned first."""

# %% answer
def save_network(network, path, about):
    state = network.state_dict()
    print("saving", len(state), "tensors")
    save_file(state, path, about)


def load_network(network, path):
    with safe_open(path, "pt") as f:
        words, tensors = f.metadata(), {k: f.get_tensor(k) for k in f.keys()}
    missing = network.load_state_dict(tensors, strict=True)
    print(missing)
    return words

# %% after
print(save_network, load_network)
