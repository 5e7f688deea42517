"""By numpy arrays."""

# %% answer
import safetensors.numpy


def save_network(network, path, about):
    arrays = {name: tensor.numpy() for name, tensor in network.state_dict().items()}
    safetensors.numpy.save_file(arrays, path, metadata=about)


def load_network(network, path):
    arrays = safetensors.numpy.load_file(path)
    network.load_state_dict({name: torch.from_numpy(array.copy()) for name, array in arrays.items()})
    with safe_open(path, framework="np") as f:
        return f.metadata()
