"""What programs may rely on, word for word: names, signatures, fields.

`UPDATE_GOLDEN=1` writes `public_api.txt` anew. Read the difference: what is removed or changed
follows the deprecation policy in CONTRIBUTING.md.
"""

from __future__ import annotations

import enum
import inspect
import os
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import mtlc
import mtlc_spec

PINNED = Path(__file__).parent / "public_api.txt"


def described(module: ModuleType) -> Iterator[str]:
    """A line for each public name, and one for each public member of a class."""
    for name in sorted(module.__all__):
        one = getattr(module, name)
        whole = f"{module.__name__}.{name}"
        if isinstance(one, type):
            yield f"class {whole}"
            yield from (f"    {line}" for line in members(one))
        elif callable(one):
            yield f"def {whole}{inspect.signature(one)}"
        else:
            yield f"{whole}: {type(one).__name__}"


def members(one: type) -> Iterator[str]:
    """The fields of a class with their types, then its methods."""
    if issubclass(one, enum.Enum):
        yield from (f"{each.name} = {each.value!r}" for each in one)
        return
    for name, kind in inspect.get_annotations(one).items():
        if not name.startswith("_"):
            yield f"{name}: {getattr(kind, '__forward_arg__', kind)}"
    if "__init__" in one.__dict__ and one.__init__.__qualname__.startswith(one.__name__):
        yield f"def __init__{inspect.signature(one.__init__)}"
    for name, value in sorted(one.__dict__.items()):
        if name.startswith("_"):
            continue
        if isinstance(value, property):
            returned = inspect.signature(value.fget).return_annotation  # type: ignore[arg-type]
            yield f"property {name} -> {returned}"
        elif inspect.isfunction(value):
            yield f"def {name}{inspect.signature(value)}"


def test_the_public_api_is_what_was_reviewed() -> None:
    found = "".join(f"{line}\n" for module in (mtlc, mtlc_spec) for line in described(module))

    if os.environ.get("UPDATE_GOLDEN"):
        PINNED.write_text(found, encoding="utf-8")
    assert found == PINNED.read_text(encoding="utf-8")


def test_what_is_public_has_a_docstring() -> None:
    for module in (mtlc, mtlc_spec):
        for name in module.__all__:
            if not name.startswith("__"):
                assert getattr(module, name).__doc__


def test_results_are_made_of_public_classes() -> None:
    (found,) = mtlc.check("inputs: {x: [4]}\nlayers: [Dens: 8]\n").diagnostics

    assert isinstance(found, mtlc_spec.Diagnostic)
    assert isinstance(found.severity, mtlc_spec.Severity)
    assert isinstance(found.span, mtlc_spec.Span)
    assert isinstance(found.span.source, mtlc_spec.Source)
    assert isinstance(found.span.source.position(0), mtlc_spec.Position)
    assert isinstance(found.fix[0], mtlc_spec.Edit)
