"""The library: a spec in, a result out."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from mtlc.driver import Options, Result, Wanted, compile_source
from mtlc.inclusion import includer
from mtlc.model_summary import Summary
from mtlc.settings import frozen
from mtlc_spec.diagnostics import Diagnostic, Report
from mtlc_spec.library import Include
from mtlc_spec.reading import MAX_LENGTH, decode
from mtlc_spec.source import Source

__all__ = ["Imported", "Result", "check", "compile", "import_model", "summary"]

Spec = str | os.PathLike[str]
"""The text of a spec, or the path of a file that holds one."""

Target = Literal["auto", "sequential", "functional"]


def compile(
    source: Spec,
    *,
    name: str | None = None,
    target: Target | None = None,
    params: Mapping[str, Any] | None = None,
) -> Result:
    """Compile a spec to the text of a Python module that needs Keras alone.

    Args:
        source: A path (`os.PathLike`) is read as a file, a `str` is the spec itself.
        name: The model's name, in place of the spec's own or its file's.
        target: In place of the spec's own.
        params: Values for the spec's `params`.

    Returns:
        A result with `ok`, `code`, `summary` and `diagnostics`. A bad spec does not
        raise: `ok` is false then, and `code` and `summary` are None.

    Raises:
        OSError: the file cannot be read.
        TypeError: a value in `params` is not a number, string, boolean, null, or a list.
    """
    return _run(source, name, target, params, "code")


def check(
    source: Spec,
    *,
    name: str | None = None,
    target: Target | None = None,
    params: Mapping[str, Any] | None = None,
) -> Result:
    """What `compile` has to say about a spec, without making the code.

    Raises:
        OSError: the file cannot be read.
    """
    return _run(source, name, target, params, "check")


def summary(
    source: Spec,
    *,
    name: str | None = None,
    target: Target | None = None,
    params: Mapping[str, Any] | None = None,
) -> Summary | None:
    """Layers, shapes and parameters of a spec; None if it has errors.

    Raises:
        OSError: the file cannot be read.
    """
    return _run(source, name, target, params, "summary").summary


@dataclass(frozen=True, slots=True)
class Imported:
    """What a saved Keras model became; `spec` is its text, None if there are errors."""

    diagnostics: tuple[Diagnostic, ...]
    ok: bool
    spec: str | None = None


def import_model(source: Spec) -> Imported:
    """The spec of a saved Keras model; neither Keras nor anything in the file is run.

    Args:
        source: A path (`os.PathLike`) of a `.keras` file or of JSON is read as a file, a
            `str` is the text that `model.to_json()` gives.

    Raises:
        OSError: the file cannot be read.
    """
    from mtlc.importer import imported, source_of, spec_text  # most programs do without

    report = Report()
    text: Source | None
    if isinstance(source, str):
        text = Source("model.json", source)
    else:
        path = Path(source)
        with path.open("rb") as file:
            text = source_of(path.name, file, report)
    document = None if text is None else imported(text, report)
    spec = None if document is None else spec_text(document)
    return Imported(tuple(report), report.ok, spec)


def _run(
    source: Spec,
    name: str | None,
    target: Target | None,
    params: Mapping[str, Any] | None,
    want: Wanted,
) -> Result:
    report = Report()
    text: Source | None
    include: Include | None = None
    if isinstance(source, str):
        text = Source("model.yaml", source.removeprefix("\ufeff"))
    else:
        path = Path(source)
        with path.open("rb") as file:
            text = decode(path.name, file.read(MAX_LENGTH + 1), report)
        include = includer(path)
    if text is None:
        return Result(tuple(report), False)
    settings = {key: frozen(value) for key, value in (params or {}).items()}
    options = Options(name, target, settings, include)
    with _uncollected():
        return compile_source(text, options, want=want)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Python looks for no garbage meanwhile: what a run makes is in use to its end."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
