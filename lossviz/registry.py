"""All losses, discovered: every module of `lossviz.losses` must define one `LOSS`."""

import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from types import MappingProxyType, ModuleType

from lossviz import losses
from lossviz.core import Loss, Task


def collect(modules: Iterable[ModuleType]) -> Mapping[str, Loss]:
    """Losses of `modules` by key; ImportError for a missing `LOSS`, a wrong or a duplicate key."""
    found: dict[str, Loss] = {}
    for module in modules:
        loss = getattr(module, "LOSS", None)
        if not isinstance(loss, Loss):
            raise ImportError(f"{module.__name__} must define LOSS, a lossviz.core.Loss")
        if loss.key in found:
            raise ImportError(f"{module.__name__}: the key {loss.key!r} is taken")
        if loss.key != module.__name__.rpartition(".")[2]:
            raise ImportError(f"{module.__name__}: the key {loss.key!r} must be the file's name")
        found[loss.key] = loss
    return MappingProxyType(found)


LOSSES: Mapping[str, Loss] = collect(
    importlib.import_module(f"{losses.__name__}.{module.name}")
    for module in pkgutil.iter_modules(losses.__path__)
)


def losses_for(task: Task) -> Mapping[str, Loss]:
    """The losses of one task, in order of their keys."""
    return MappingProxyType({k: v for k, v in LOSSES.items() if v.task is task})
