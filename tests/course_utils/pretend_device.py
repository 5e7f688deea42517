"""A device that is not there: its tensors compute on the CPU, and keep the rules of a GPU.

    with pretend_device() as device:
        network.to(device)(torch.from_numpy(obs))  # RuntimeError: the obs is still on the CPU

The values are the CPU's to the bit. What cannot be seen this way: another order of sums, operations
that CUDA or MPS lacks, speed, asynchrony, several GPUs. Where a GPU's `Module.to` keeps the
parameters, it makes new ones here: move a network before its optimiser is made.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import torch
from torch.optim import optimizer
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves, tree_map_only

# Where a device is not built in, backward refuses its name; "lazy" it runs on the CPU. Of torch's
# own lazy tensors nothing is used.
DEVICE = torch.device("lazy")
aten = torch.ops.aten
COPIES = (aten._to_copy, aten.copy_, aten._foreach_copy_)  # from any device to any other
INDEXING = (aten.index, aten.index_put, aten.index_put_)


class PretendTensor(torch.Tensor):
    """A tensor on the device; `inside` is the one on the CPU that holds its values."""

    __torch_function__ = torch._C._disabled_torch_function_impl
    inside: torch.Tensor

    @staticmethod
    def __new__(cls, inside: torch.Tensor) -> "PretendTensor":
        if inside.dtype == torch.float64:
            raise TypeError("the device has no float64, as MPS has none: use float32")
        place = {"strides": inside.stride(), "storage_offset": inside.storage_offset()}
        made = torch.Tensor._make_wrapper_subclass(
            cls, inside.shape, dtype=inside.dtype, device=DEVICE, **place
        )
        made.inside = inside
        return made

    @classmethod
    def __torch_dispatch__(cls, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        return _compute(func, args, kwargs or {})

    def numpy(self, **_: Any) -> Any:
        raise TypeError(f"can't convert {DEVICE} tensor to numpy. Use Tensor.cpu() first")

    def tolist(self) -> Any:  # a copy to the CPU, as `item` is
        return self.inside.tolist()

    def untyped_storage(self) -> Any:  # safetensors looks which tensors share theirs
        return self.inside.untyped_storage()

    def __repr__(self, **_: Any) -> str:
        return f"PretendTensor({self.inside!r})"


@contextmanager
def pretend_device() -> Iterator[torch.device]:
    """Yield the device; within the context `to`, and whatever else makes tensors, knows it."""
    fused = [*optimizer._get_fused_kernels_supported_devices(), DEVICE.type]
    name, lifts = "_get_fused_kernels_supported_devices", torch._C._only_lift_cpu_tensors()
    with mock.patch.object(optimizer, name, return_value=fused), _PretendMode():
        torch._C._set_only_lift_cpu_tensors(True)  # `torch.tensor` makes it here, then uses `to`
        try:
            yield DEVICE
        finally:
            torch._C._set_only_lift_cpu_tensors(lifts)


class _PretendMode(TorchDispatchMode):
    # sees what has no PretendTensor among its arguments too: `torch.zeros(3, device=device)`
    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        return _compute(func, args, kwargs or {})


def _compute(func: Any, args: Any, kwargs: Any) -> Any:
    leaves = tree_leaves((args, kwargs))
    there = [x for x in leaves if isinstance(x, PretendTensor)]
    if not there and DEVICE.type not in [x.type for x in leaves if isinstance(x, torch.device)]:
        return func(*args, **kwargs)
    with _PretendMode():  # what consists of other operations is taken apart: `cpu` is a `_to_copy`
        result = func.decompose(*args, **kwargs)
    if result is not NotImplemented:
        return result
    _refuse_what_a_gpu_refuses(func, args, kwargs)
    wanted = kwargs.get("device") or DEVICE
    if "device" in kwargs:
        kwargs = {**kwargs, "device": torch.device("cpu")}
    args, kwargs = tree_map_only(PretendTensor, lambda x: x.inside, (args, kwargs))
    result = func(*args, **kwargs)
    if wanted.type != DEVICE.type:
        return result
    # an operation in place returns its argument, and that may be one of the CPU
    known = {id(getattr(x, "inside", x)): x for x in leaves if isinstance(x, torch.Tensor)}
    return tree_map_only(
        torch.Tensor, lambda x: known[id(x)] if id(x) in known else PretendTensor(x), result
    )


def _refuse_what_a_gpu_refuses(func: Any, args: Any, kwargs: Any) -> None:
    operation, is_adam = func.overloadpacket, func.overloadpacket is aten._fused_adam_
    if is_adam and len({tuple((x.shape, x.stride()) for x in some) for some in args[:4]}) > 1:
        raise RuntimeError(
            "params, grads, exp_avgs, and exp_avg_sqs must have same dtype, device, and layout"
        )
    written = [x for x, about in zip(args, func._schema.arguments, strict=False) if about.is_write]
    if operation in INDEXING:  # a tensor of the device may be indexed by those of the CPU
        args = (args[0], [x for x in args[1] if isinstance(x, PretendTensor)], *args[2:])
    tensors = [x for x in tree_leaves((args, kwargs)) if isinstance(x, torch.Tensor)]
    here = [x for x in tensors if not isinstance(x, PretendTensor)]
    # without dimensions a tensor of the CPU is read as a number; but nothing is written to it, and
    # fused Adam looks for its steps in the memory of the device
    mixed = [x for x in here if x.dim() or is_adam or any(x is y for y in tree_leaves(written))]
    if mixed and len(here) < len(tensors) and operation not in COPIES:
        raise RuntimeError(
            f"Expected all tensors to be on the same device, not {DEVICE} and cpu: {operation}"
        )
