"""`mtlc weights`: Keras saves A, the file is carried over, and Keras loads it into B."""

from __future__ import annotations

import json
import shutil
import sys
import zipfile
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest
from click.testing import CliRunner

from mtlc.cli.files import Unusable
from mtlc.cli.main import cli
from mtlc.compare.report import to_dict
from tests.compare import judge
from tests.compare.pairs import HEADS, SAME, SEQUENTIAL, PairOfModels
from tests.compare.subjects import compared
from tests.models import some_inputs


class Files:
    """Two specs on disk, and the command on files beside them."""

    def __init__(self, folder: Path, a: str, b: str) -> None:
        self.folder = folder
        (folder / "a.yaml").write_text(a)
        (folder / "b.yaml").write_text(b)

    def __truediv__(self, name: str) -> Path:
        return self.folder / name

    def run(self, given: str, taken: str, *options: str, way: str = "ab") -> tuple[int, str]:
        one, other = (str(self / f"{name}.yaml") for name in way)
        files = ["--in", str(self / given), "--out", str(self / taken)]
        done = CliRunner().invoke(
            cli, ["weights", one, other, *files, *options], standalone_mode=False
        )
        if done.exception is not None:
            raise done.exception
        return done.return_value, done.output


def assert_carried(pair: PairOfModels, folder: Path) -> bool:
    """Both ways; whether Keras' places of all layers are known."""
    files = Files(folder, pair.a, pair.b)
    found = compared(pair.a, pair.b, inference=pair.inference)
    left, right = judge.built(pair.a), judge.built(pair.b)
    options = ["--inference"] if pair.inference else []
    for source, target, way in ((left, right, "ab"), (right, left, "ba")):
        judge.shake(source, 3)
        judge.shake(target, 5)
        source.save_weights(files / "given.weights.h5")
        status, said = files.run(
            "given.weights.h5", "taken.weights.h5", "--force", *options, way=way
        )
        if status == 4:
            assert "not known" in said
            return False
        assert status == 0, said
        target.load_weights(files / "taken.weights.h5")
        judge.assert_equal_outputs(left, right, to_dict(found))
    return True


def test_the_seed_pair(tmp_path: Path) -> None:
    assert assert_carried(PairOfModels("seed", SEQUENTIAL, HEADS, "equivalent"), tmp_path)


@pytest.mark.proof
@pytest.mark.parametrize("number", range(4))
def test_the_table_of_pairs(number: int, tmp_path: Path) -> None:
    pairs = SAME[number::4]
    carried = []
    for pair in pairs:
        try:
            carried.append(assert_carried(pair, tmp_path))
        except BaseException as error:
            error.add_note(pair.name)
            raise
    assert sum(carried) >= len(pairs) * 2 // 3


def largest_difference(a: Any, b: Any) -> float:
    inputs = some_inputs(a)
    left, right = (np.concatenate([*map(np.asarray, listed(it(inputs)))], -1) for it in (a, b))
    return float(np.abs(left - right).max())


def listed(given: Any) -> list[Any]:
    return given if isinstance(given, list) else [given]


@pytest.mark.proof
def test_archives(tmp_path: Path) -> None:
    """A trained model as an archive: what comes out is loaded by Keras as it is."""
    import keras

    files = Files(tmp_path, SEQUENTIAL, HEADS)
    a = judge.built(SEQUENTIAL)
    a.compile("adam", "mse")
    a.fit(np.ones((2, 10, 2)), np.ones((2, 2)), verbose=0)
    a.save(files / "a.keras")
    status, said = files.run("a.keras", "b.keras")

    assert status == 0
    assert "the state of the optimizer is left behind" in said
    assert largest_difference(a, keras.models.load_model(files / "b.keras")) < 1e-5


def saved(files: Files, spec: str) -> None:
    judge.built(spec).save_weights(files / "a.weights.h5")


DENSE = "inputs: {x: [4]}\nlayers: [{Dense: 3, name: one}, {Dense: 3, name: two}]\n"
OTHERS = "inputs: {x: [4]}\nlayers: [{Dense: 3, name: p}, {Dense: 3, name: q}]\n"


@pytest.fixture(scope="module")
def of_dense(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dense")
    saved(Files(folder, DENSE, OTHERS), DENSE)
    return folder / "a.weights.h5"


def renamed(file: Any) -> None:
    file["layers/dense/vars"].attrs["name"] = "two"


def reshaped(file: Any) -> None:
    del file["layers/dense/vars/0"]
    file["layers/dense/vars/0"] = np.zeros((4, 2), "float32")


def halved(file: Any) -> None:
    del file["layers/dense/vars/0"]
    file["layers/dense/vars/0"] = np.zeros((4, 3), "float16")


def missing(file: Any) -> None:
    del file["layers/dense_1"]


def more(file: Any) -> None:
    file["layers/dense_2/vars/0"] = np.zeros(3, "float32")


def linked(file: Any) -> None:
    del file["layers/dense/vars/0"]
    file["layers/dense/vars/0"] = h5py.ExternalLink("other.h5", "/x")


WRONG = {
    renamed: "holds the weights of `two`, where those of `one` belong",
    reshaped: r"have shapes \(3,\), \(4, 2\), and those of `one` \(3,\), \(4, 3\)",
    halved: "is float16, and the weights of `one` are float32",
    missing: "it has no weights at `layers/dense_1`, where those of `two` belong",
    more: "it has a weight at `layers/dense_2/vars/0`, where the model has no layer",
    linked: "`layers/dense/vars/0` leads to another place or file",
}


@pytest.mark.parametrize(("spoil", "why"), WRONG.items(), ids=[one.__name__ for one in WRONG])
def test_files_of_something_else(spoil: Any, why: str, of_dense: Path, tmp_path: Path) -> None:
    files = Files(tmp_path, DENSE, OTHERS)
    shutil.copy(of_dense, files / "a.weights.h5")
    with h5py.File(files / "a.weights.h5", "a") as file:
        spoil(file)

    with pytest.raises(Unusable, match=why):
        files.run("a.weights.h5", "b.weights.h5")
    assert sorted(one.name for one in tmp_path.iterdir()) == [
        "a.weights.h5",
        "a.yaml",
        "b.yaml",
    ]


def test_other_names_are_noted(of_dense: Path, tmp_path: Path) -> None:
    files = Files(tmp_path, OTHERS, DENSE)
    shutil.copy(of_dense, files / "a.weights.h5")

    status, said = files.run("a.weights.h5", "b.weights.h5")

    assert status == 0
    assert "note: what the file calls `one` is `p` of the model" in said
    with h5py.File(files / "b.weights.h5") as file:
        assert file["layers/dense/vars"].attrs["name"] == "one"


WORDS = """\
inputs: {word: {shape: [1], dtype: string}}
layers:
  - StringLookup: {max_tokens: 9}
  - Embedding: {input_dim: 9, output_dim: 4}
  - Flatten
  - Dense: 2
"""


def test_what_is_taught_and_no_weight_is_noted(tmp_path: Path) -> None:
    files = Files(tmp_path, WORDS, f"target: functional\n{WORDS}")
    model = judge.built(WORDS)
    model.layers[0].adapt(np.array(["a", "b"]))
    model.save_weights(files / "a.weights.h5")

    status, said = files.run("a.weights.h5", "b.weights.h5")

    assert status == 0
    assert "`adapt` taught `string_lookup` is no weight, and is not carried over" in said
    # Keras does not carry a vocabulary in a file of weights either.
    other = judge.built(WORDS)
    other.load_weights(files / "a.weights.h5")
    assert other.layers[0].get_vocabulary() == ["[UNK]"]


def test_nothing_is_overwritten_unasked(of_dense: Path, tmp_path: Path) -> None:
    files = Files(tmp_path, DENSE, OTHERS)
    shutil.copy(of_dense, files / "a.weights.h5")
    before = (files / "a.weights.h5").read_bytes()

    with pytest.raises(Unusable, match="is there already; overwrite it with --force"):
        files.run("a.weights.h5", "a.weights.h5")
    assert (files / "a.weights.h5").read_bytes() == before


@pytest.mark.parametrize(
    ("b", "status", "why"),
    [
        (DENSE.replace("3, name: two", "2, name: two"), 1, "the models are different"),
        (
            "imports: {own: some}\ninputs: {x: [4]}\nlayers: [{own.Scale, returns: [3]}]\n",
            4,
            "the models may be different",
        ),
        ("inputs: {x: [4]}\nlayers: [Dens: 2]\n", 2, "MTL1001"),
    ],
)
def test_models_that_are_not_the_same(
    b: str, status: int, why: str, of_dense: Path, tmp_path: Path
) -> None:
    files = Files(tmp_path, DENSE, b)
    shutil.copy(of_dense, files / "a.weights.h5")
    found, said = files.run("a.weights.h5", "b.weights.h5")

    assert (found, why in said) == (status, True)
    assert not (files / "b.weights.h5").exists()
    if status != 2:
        _, text = files.run("a.weights.h5", "b.weights.h5", "--format", "json")
        assert json.loads(text)["written"] is None


def test_files_that_are_no_weights(tmp_path: Path) -> None:
    files = Files(tmp_path, DENSE, OTHERS)
    (files / "a.weights.h5").write_text("not HDF5")
    with zipfile.ZipFile(files / "a.keras", "w") as archive:
        archive.writestr("config.json", "{}")

    with pytest.raises(Unusable, match="it is not an HDF5 file"):
        files.run("a.weights.h5", "b.weights.h5")
    with pytest.raises(Unusable, match=r"has no `model\.weights\.h5` in it"):
        files.run("a.keras", "b.weights.h5")
    with pytest.raises(Unusable, match="No such file"):
        files.run("none.weights.h5", "b.weights.h5")


def test_without_h5py(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "h5py", None)
    files = Files(tmp_path, DENSE, OTHERS)

    with pytest.raises(Unusable, match="it comes with Keras: pip install h5py"):
        files.run("a.weights.h5", "b.weights.h5")
