"""The modules that runs load when they need them, loaded ahead while there is nothing to do."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

PACKAGES = ("mtlc_spec", "mtlc.analysis", "mtlc.expand", "mtlc.lower")
SINGLE = (
    *("mtlc.render.human", "mtlc.render.json", "mtlc.emit", "mtlc.flat", "mtlc.wiring"),
    *("mtlc.runtime", "difflib"),
)
APART = ("runtime", "schema")
"""What is copied into generated modules and imports Keras, and what is for editors alone."""


def load() -> Iterator[None]:
    """Load one module after the other."""
    for name in SINGLE:
        importlib.import_module(name)
        yield
    for name in PACKAGES:
        yield from _load(name)


def _load(name: str) -> Iterator[None]:
    package = importlib.import_module(name)
    yield
    for one in pkgutil.iter_modules(package.__path__):
        if one.name in APART:
            continue
        if one.ispkg:
            yield from _load(f"{name}.{one.name}")
        else:
            importlib.import_module(f"{name}.{one.name}")
            yield
