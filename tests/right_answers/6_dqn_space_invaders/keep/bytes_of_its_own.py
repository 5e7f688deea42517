"""Bytes written and read by hand, the header by json."""

# %% before
import json

import safetensors.torch

# %% answer
def save_network(network, path, about):
    Path(path).write_bytes(safetensors.torch.save(network.state_dict(), metadata=about))


def load_network(network, path):
    data = Path(path).read_bytes()
    network.load_state_dict(safetensors.torch.load(data))
    length = int.from_bytes(data[:8], "little")
    return json.loads(data[8 : 8 + length])["__metadata__"]
