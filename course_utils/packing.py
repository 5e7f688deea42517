"""Nested state, such as an optimiser's, as named arrays and a tree of plain data; and back."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import torch

# What both numpy and safetensors can hold.
DTYPES = {"bool", "uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64"}
DTYPES |= {"float16", "float32", "float64"}


class InFile:
    """An array that stays in its file: `array[start:stop]` reads these rows, and no others."""

    def __init__(self, rows: Any):
        self._rows = rows  # what safetensors calls a slice; it keeps the file open
        self.shape = tuple(rows.get_shape())
        code = rows.get_dtype()  # "U8", "F32", "BOOL"
        kind = {"U": "uint", "I": "int", "F": "float"}.get(code[0])
        self.dtype = np.dtype(kind + code[1:] if kind else "bool")

    def __getitem__(self, rows: slice) -> np.ndarray:
        start, stop, _ = rows.indices(self.shape[0])
        if start >= stop:
            return np.zeros((0, *self.shape[1:]), self.dtype)
        return self._rows[start:stop]


def pack(value: Any, arrays: dict[str, np.ndarray], *, name: str = "") -> Any:
    """Put every array in `value` into `arrays`; return the rest, with their places, for JSON.

    Args:
        value: dictionaries (keys: text or int), lists and tuples, nested, of tensors, arrays,
            numbers, text and None.
        arrays: is filled. An array is called by the keys that lead to it: `"q_network.0.weight"`.
        name: the keys so far.
    """
    where = name or "state"
    if isinstance(value, np.ndarray):
        return {"array": _put(value, where, arrays)}
    if isinstance(value, np.generic):  # before float: np.float64 is one
        return {"scalar": _put(np.asarray(value), where, arrays)}
    if isinstance(value, torch.Tensor):
        # Strides are kept. Adam(fused=True) goes through weights and moments in the order of
        # memory: moments that come back in another order would spoil the training in silence.
        tensor = value.detach().cpu()
        strides = tensor.stride()
        order = sorted(range(tensor.dim()), key=lambda axis: -strides[axis])
        if not tensor.permute(order).is_contiguous():
            order = list(range(tensor.dim()))
        if str(tensor.dtype).removeprefix("torch.") not in DTYPES:
            raise TypeError(f"{where} is {tensor.dtype}; {sorted(DTYPES)} can be kept")
        return {"tensor": _put(tensor.permute(order).numpy(), where, arrays), "order": order}
    if isinstance(value, Mapping):
        if not all(type(key) in (str, int) for key in value):
            raise TypeError(f"the keys of {where} are {list(value)}; text and int can be kept")
        return {"dict": [[k, pack(v, arrays, name=_join(name, k))] for k, v in value.items()]}
    if type(value) in (list, tuple):
        items = [pack(v, arrays, name=_join(name, i)) for i, v in enumerate(value)]
        return {type(value).__name__: items}
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    raise TypeError(
        f"{where} is {value!r:.80} ({type(value).__name__}); tensors, arrays, numbers, text, and "
        "dictionaries, lists and tuples of them can be kept"
    )


def unpack(tree: Any, get: Callable[[str], np.ndarray]) -> Any:
    """Build again what `pack` was given; `get(name)` returns an array."""
    if not isinstance(tree, dict):
        return tree
    if "dict" in tree:
        return {key: unpack(value, get) for key, value in tree["dict"]}
    if "list" in tree:
        return [unpack(value, get) for value in tree["list"]]
    if "tuple" in tree:
        return tuple(unpack(value, get) for value in tree["tuple"])
    if "tensor" in tree:
        order = tree["order"]
        back = [order.index(axis) for axis in range(len(order))]
        return torch.from_numpy(get(tree["tensor"])).permute(back)
    return get(tree["array"]) if "array" in tree else get(tree["scalar"])[()]


def _join(name: str, key: str | int) -> str:
    return f"{name}.{key}" if name else str(key)


def _put(array: np.ndarray, name: str, arrays: dict[str, np.ndarray]) -> str:
    if array.dtype.name not in DTYPES or not array.dtype.isnative:
        raise TypeError(f"{name} is an array of {array.dtype}; {sorted(DTYPES)} can be kept")
    while name in arrays:  # {"a": {"b": ...}, "a.b": ...}
        name += "_"
    arrays[name] = array if array.flags.c_contiguous else array.copy(order="C")
    return name
