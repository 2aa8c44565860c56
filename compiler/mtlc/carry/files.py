"""Files of weights as Keras has them: `.weights.h5`, and `.keras` archives around one."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mtlc.carry.inspection import NotTheModel, inspect
from mtlc.carry.moves import Made, Moves, Whole

WEIGHTS = ".weights.h5"
ARCHIVE = ".keras"
_INSIDE = "model.weights.h5"
_CHILD = "mtlc.carry.child"


class Unreadable(Exception):
    """A file, or what is needed to work with it, is not there or not usable; says why."""


def load_h5py() -> Any:
    """The package that reads HDF5, which Keras brings along.

    Raises:
        Unreadable: it is not installed.
    """
    try:
        import h5py
    except ImportError:
        raise Unreadable(
            "files of weights are HDF5, and h5py, which reads it, is not installed; it comes "
            "with Keras: pip install h5py"
        ) from None
    return h5py


@contextmanager
def opened(h5py: Any, path: Path) -> Iterator[Any]:
    """The weights in a file of either kind.

    Raises:
        Unreadable: there are none.
    """
    with tempfile.TemporaryFile() as inside:
        try:
            given: Any = path
            if path.name.endswith(ARCHIVE):
                with zipfile.ZipFile(path) as archive, archive.open(_INSIDE) as weights:
                    shutil.copyfileobj(weights, inside)
                given = inside
            file = h5py.File(given, "r")
        except KeyError:
            raise Unreadable(f"{path} has no `{_INSIDE}` in it") from None
        except (OSError, zipfile.BadZipFile) as error:
            reason = getattr(error, "strerror", None)
            kind = "a Keras archive" if path.name.endswith(ARCHIVE) else "an HDF5 file"
            raise Unreadable(f"cannot read {path}: {reason or f'it is not {kind}'}") from None
        with file:
            yield file


def carry(moves: Moves, given: Path, taken: Path) -> list[str]:
    """Write the weights of a model into a new file, from those of another; say what is left.

    Raises:
        Unreadable: the old file cannot be read.
        NotTheModel: it does not hold the weights of the first model.
    """
    h5py = load_h5py()
    with opened(h5py, given) as source:
        notes = inspect(h5py, source, moves.source)
        with h5py.File(taken, "w") as target:
            for one in moves.layers:
                if isinstance(one, Whole):
                    source.copy(one.source.place, target, one.target.place)
                else:
                    group = target.require_group(str(one.target.folder))
                    for number, weight in enumerate(one.weights):
                        _put_together(source, group, str(number), weight)
            for place, layer in moves.target.items():
                # Keras notes the names of layers, and makes a place for those without weights.
                target.require_group(f"{place}/vars").attrs["name"] = layer.layer[-1]
            target.require_group("vars")
    return notes


def _put_together(source: Any, group: Any, name: str, weight: Made) -> None:
    pieces = [source[f"{one.source}/{one.number}"] for one in weight.pieces]
    first = pieces[0]
    made = group.create_dataset(name, shape=weight.shape, dtype=first.dtype)
    for key, value in first.attrs.items():
        made.attrs[key] = value
    for one, dataset in zip(weight.pieces, pieces, strict=True):
        if dataset.dtype != first.dtype:
            raise NotTheModel(f"`{dataset.name}` is not of the dtype of `{first.name}`")
        numbers = dataset[...]
        made[_box(weight.axis, one.taken)] = numbers[_box(weight.axis, one.given)]


def _box(axis: int | None, columns: tuple[int, int] | None) -> tuple[Any, ...]:
    """The part of an array that some columns are."""
    if axis is None or columns is None:
        return (...,)
    return (*(slice(None),) * axis, slice(*columns))


def archive(code: str, folder: Path, weights: Path, taken: Path, timeout: float) -> None:
    """Let Keras build a model by its code, load its weights, and save it as an archive.

    Raises:
        Unreadable: Keras could not do it.
    """
    order = {"code": code, "folder": str(folder), "weights": str(weights), "to": str(taken)}
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", _CHILD],
            input=json.dumps(order).encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=timeout,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unreadable(f"Keras took longer than {timeout:g} s, and was ended") from None
    if done.returncode != 0:
        lines = done.stderr.decode(errors="replace").strip().splitlines() or ["it ended early"]
        raise Unreadable(f"Keras could not build and save the model: {lines[-1].strip()}")
