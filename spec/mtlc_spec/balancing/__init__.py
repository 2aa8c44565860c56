"""The strategies that balance the losses of several tasks: which there are, and their code.

Each is a folder: the arguments that a spec may give, and `runtime.py`, the class of a
model that is copied into generated modules. Arguments load when a spec names a strategy;
of the code nothing but its text is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import NamedTuple

from mtlc_spec.balancing.base import Strategy


class Names(NamedTuple):
    """What the classes of a strategy are called."""

    arguments: str
    model: str


NAMES: dict[str, Names] = {
    "uncertainty": Names("Uncertainty", "UncertaintyModel"),
    "dwa": Names("DWA", "DWAModel"),
    "geometric": Names("Geometric", "GeometricModel"),
    "random": Names("Random", "RandomModel"),
    "imtl_l": Names("IMTLL", "IMTLLModel"),
    "smooth_tchebycheff": Names("SmoothTchebycheff", "SmoothTchebycheffModel"),
    "famo": Names("FAMO", "FAMOModel"),
}
"""The strategies by the names of their folders, which are those in a spec."""


class _Kinds(Mapping[str, type[Strategy]]):
    """The arguments of each strategy by its name, loaded when they are asked for."""

    def __getitem__(self, name: str) -> type[Strategy]:
        if name not in NAMES:
            raise KeyError(name)
        return _arguments(name)

    def __iter__(self) -> Iterator[str]:
        return iter(NAMES)

    def __len__(self) -> int:
        return len(NAMES)


KINDS: Mapping[str, type[Strategy]] = _Kinds()
"""The class of the arguments of each strategy."""


@cache
def _arguments(name: str) -> type[Strategy]:
    found = getattr(import_module(f"{__name__}.{name}"), NAMES[name].arguments)
    assert isinstance(found, type)
    assert issubclass(found, Strategy)
    return found


def model_name(name: str) -> str:
    """The name of the class of a strategy's models."""
    return NAMES[name].model


def runtime_texts(name: str) -> tuple[str, ...]:
    """The texts of the modules that a strategy is copied from, in their order."""
    from importlib.resources import files  # costs time, and only code needs it

    folders = ("model", name)
    return tuple(
        (files(__name__) / folder / "runtime.py").read_text(encoding="utf-8")
        for folder in folders
    )
