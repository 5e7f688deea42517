"""The networks of the Atari chapters: from a stack of frames to one Q-value an action."""

from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

import torch
from torch import nn

# The convolutions (filters, kernel, stride), and the units of the layer behind them.
SIZES = {
    "small": (((16, 8, 4), (32, 4, 2)), 256),  # Mnih et al. (2013)
    "nature": (((32, 8, 4), (64, 4, 2), (64, 3, 1)), 512),  # Mnih et al. (2015)
}


class AtariCNN(nn.Module):
    """The convolutional Q-network of Mnih et al., in the size of 2013 or of 2015.

    On 84x84 frames and with 4 actions `"small"` has 677,172 parameters and `"nature"`
    1,686,180; the small one is the faster to train. Weights begin as in He et al. (2015): with
    PyTorch's smaller ones the signal fades from layer to layer, and learning starts later.

    Args:
        n_actions: number of outputs.
        obs_shape: (frames in the stack, height, width).
        size: `"small"` (Mnih et al., 2013) or `"nature"` (Mnih et al., 2015).
        seed: of the initial weights. None draws from torch's global generator, so the
            caller seeds it with `torch.manual_seed`; a number leaves that one untouched.
    """

    def __init__(
        self,
        n_actions: int,
        *,
        obs_shape: Sequence[int] = (4, 84, 84),
        size: str = "small",
        seed: int | None = None,
    ):
        super().__init__()
        self.n_actions, self.obs_shape, self.size = int(n_actions), tuple(obs_shape), size
        if self.n_actions < 1 or len(self.obs_shape) != 3:
            raise ValueError(
                f"a network needs at least 1 action and an obs_shape (frames, height, width); "
                f"got n_actions={n_actions} and obs_shape={self.obs_shape}"
            )
        if size not in SIZES:
            raise ValueError(f"size is one of {', '.join(map(repr, SIZES))}; got {size!r}")
        with nullcontext() if seed is None else torch.random.fork_rng(devices=[]):
            if seed is not None:
                torch.default_generator.manual_seed(seed)  # the CPU's: weights are made there
            self._make_layers(*SIZES[size])

    def _make_layers(self, convolutions: Sequence[tuple[int, int, int]], units: int) -> None:
        layers: list[nn.Module] = []
        channels = self.obs_shape[0]
        for filters, kernel, stride in convolutions:
            layers += [_he(nn.Conv2d(channels, filters, kernel, stride)), nn.ReLU()]
            channels = filters
        self.convolutions = nn.Sequential(*layers, nn.Flatten())
        try:
            with torch.no_grad():
                n_features = self.convolutions(torch.zeros(1, *self.obs_shape)).shape[1]
        except RuntimeError as error:
            raise ValueError(
                f"frames of {self.obs_shape[1]}x{self.obs_shape[2]} are too small for the "
                f"convolutions of {self.size!r}: use 36x36 or more"
            ) from error
        self._make_heads(n_features, units)

    def _make_heads(self, n_features: int, units: int) -> None:
        self.q_values = _head(n_features, units, self.n_actions)

    def forward(self, obs: torch.Tensor) -> torch.Tensor:
        """Return the Q-values, shape (B, n_actions) float32.

        Args:
            obs: pixels as the environment gives them, shape (B, *obs_shape) uint8. They are
                divided by 255 here: kept as bytes until then, a batch moves four times faster.
        """
        return self.q_values(self.features(obs))

    def features(self, obs: torch.Tensor) -> torch.Tensor:
        """Return what the convolutions see, flattened: shape (B, n_features) float32."""
        _check_pixels(obs, self.obs_shape)
        return self.convolutions(_as_float(obs).div_(255))

    @property
    def settings(self) -> dict[str, Any]:
        """What `make_network` needs to build this network again; plain data, for JSON."""
        return {
            "class": type(self).__name__,
            "size": self.size,
            "n_actions": self.n_actions,
            "obs_shape": list(self.obs_shape),
        }


class DuelingAtariCNN(AtariCNN):
    """The same convolutions, and two heads: the state's value and each action's advantage.

    Q(s, a) = V(s) + A(s, a) - mean of A(s, .): Wang et al. (2016), eq. 9. Each head has a
    hidden layer of its own, as in the paper; its scaling of the gradients is left out.
    """

    def _make_heads(self, n_features: int, units: int) -> None:
        self.value = _head(n_features, units, 1)
        self.advantage = _head(n_features, units, self.n_actions)

    def forward(self, obs: torch.Tensor) -> torch.Tensor:
        features = self.features(obs)
        value, advantage = self.value(features), self.advantage(features)
        return value + advantage - advantage.mean(dim=1, keepdim=True)


def make_network(settings: dict[str, Any]) -> AtariCNN:
    """Build a network from its `settings`; its weights are still random."""
    classes = {cls.__name__: cls for cls in (AtariCNN, DuelingAtariCNN)}
    name = settings.get("class")
    if name not in classes:
        raise ValueError(
            f"a network's class is one of {', '.join(classes)}; got {name!r}. "
            "Build a network of your own yourself, and give it to load_weights"
        )
    options = {key: value for key, value in settings.items() if key != "class"}
    return classes[name](options.pop("n_actions"), **options)


def pick_device(device: str | torch.device = "auto") -> torch.device:
    """Return the device to compute on.

    Args:
        device: `"cpu"`, `"cuda"` (an NVIDIA or AMD GPU), `"mps"` (Apple's GPU), or `"auto"`:
            the first of cuda, mps, cpu that is here. `"cuda:1"` is the second GPU.

    Raises:
        ValueError: the device is unknown, or not in this computer.
    """
    n_gpus = torch.cuda.device_count() if torch.cuda.is_available() else 0
    here = ["cuda"] * (n_gpus > 0) + ["mps"] * torch.backends.mps.is_available() + ["cpu"]
    if device == "auto":
        return torch.device(here[0])
    known = '"auto", "cpu", "cuda" or "mps"'
    try:
        wanted = torch.device(device)
    except (RuntimeError, TypeError) as error:
        raise ValueError(f"device is {known}; got {device!r}") from error
    if wanted.type not in ("cpu", "cuda", "mps"):
        raise ValueError(f"device is {known}; got {device!r}")
    if wanted.type not in here:
        build = "this PyTorch is built for the CPU only, or the driver does not answer"
        why = build if wanted.type == "cuda" else "it needs a Mac with Apple silicon"
        raise ValueError(
            f"asked for the device {str(wanted)!r}, which PyTorch {torch.__version__} does not "
            f'find here ({why}); it finds: {", ".join(here)}. Write device="auto"'
        )
    if wanted.type == "cuda" and (wanted.index or 0) >= n_gpus:
        raise ValueError(f"asked for the GPU {str(wanted)!r}; there are {n_gpus}, from cuda:0 on")
    return wanted


def _head(n_features: int, units: int, n_outputs: int) -> nn.Sequential:
    outputs = _he(nn.Linear(units, n_outputs), 0.1)  # Q-values begin near 0
    return nn.Sequential(_he(nn.Linear(n_features, units)), nn.ReLU(), outputs)


def _he(layer: nn.Conv2d | nn.Linear, scale: float = 1.0) -> nn.Module:
    """Return `layer` with first weights as in He et al. (2015), times `scale`."""
    weights, biases = layer.parameters()
    nn.init.kaiming_normal_(weights, nonlinearity="relu").data.mul_(scale)
    nn.init.zeros_(biases)
    return layer


def _as_float(obs: torch.Tensor) -> torch.Tensor:
    """Return `obs` as float32, laid out as its device computes fastest."""
    if obs.device.type != "cpu":
        return obs.to(torch.float32)
    # the CPU's convolutions are faster where the channels of a pixel are neighbours; and turning
    # one frame of the stacks after the other is faster than `to` with that layout is
    pixels = torch.empty_like(obs, dtype=torch.float32, memory_format=torch.channels_last)
    for frame in range(obs.shape[1]):
        pixels[:, frame] = obs[:, frame]
    return pixels


def _check_pixels(obs: Any, obs_shape: tuple[int, ...]) -> None:
    shape = ", ".join(["B", *map(str, obs_shape)])
    wanted = f"this network reads a batch of pixels: a uint8 tensor of shape ({shape})"
    if not isinstance(obs, torch.Tensor):
        raise TypeError(f"{wanted}; got {type(obs).__name__}. Write torch.from_numpy(obs)")
    if obs.dtype != torch.uint8:
        raise TypeError(
            f"{wanted}; got {obs.dtype}. Give it the bytes as they are: "
            "the network itself divides them by 255"
        )
    if obs.shape == obs_shape:
        raise ValueError(f"{wanted}; got one observation, {tuple(obs.shape)}. Write obs[None]")
    if obs.dim() != 4 or obs.shape[1:] != obs_shape:
        raise ValueError(f"{wanted}; got shape {tuple(obs.shape)}")
