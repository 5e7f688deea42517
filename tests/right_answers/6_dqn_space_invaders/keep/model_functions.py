"""The functions of safetensors for whole models."""

# %% answer
from safetensors.torch import load_model, save_model


def save_network(network, path, about):
    save_model(network, str(path), metadata=about)


def load_network(network, path):
    load_model(network, path)
    with safe_open(path, framework="pt") as f:
        metadata = f.metadata()
    return metadata
