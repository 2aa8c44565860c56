"""The library: text or a path in, a result out, and nothing that raises for a bad spec."""

import subprocess
import sys
from pathlib import Path

import pytest

import mtlc

GOOD = "inputs: {x: [4]}\nlayers: [Dense: 8]\n"
BAD = "inputs: {x: [4]}\nlayers: [Dens: 8]\n"


def test_text() -> None:
    result = mtlc.compile(GOOD)

    assert result.ok
    assert result.diagnostics == ()
    assert result.code is not None
    assert result.code.startswith('"""model: compiled by mtlc')
    assert result.summary is not None
    assert result.summary.params.total == 40


def test_a_path_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "two tasks.yaml").write_text(GOOD)

    result = mtlc.compile(tmp_path / "two tasks.yaml")

    assert result.summary is not None
    assert result.summary.name == "two_tasks"


def test_a_name_and_a_target() -> None:
    result = mtlc.compile(GOOD, name="mine", target="functional")

    assert result.summary is not None
    assert (result.summary.name, result.summary.target) == ("mine", "functional")


def test_a_bad_spec_is_a_result() -> None:
    result = mtlc.compile(BAD)

    assert not result.ok
    assert (result.code, result.summary) == (None, None)
    assert [one.code for one in result.diagnostics] == ["MTL1001"]


def test_check_makes_no_code() -> None:
    result = mtlc.check(GOOD)

    assert result.ok
    assert result.code is None


def test_summary() -> None:
    assert mtlc.summary(BAD) is None
    found = mtlc.summary("inputs: {series: [10, 2]}\nlayers: [LSTM: 32]\nname: s\n")
    assert found is not None
    assert found.to_dict() == {
        "version": 1,
        "name": "s",
        "target": "sequential",
        "why": [],
        "inputs": [{"name": "series", "shape": [None, 10, 2], "dtype": "float32"}],
        "layers": [
            {
                "name": "lstm",
                "kind": "LSTM",
                "calls": [
                    {
                        "from": ["series"],
                        "outputs": [{"shape": [None, 32], "dtype": "float32"}],
                    }
                ],
                "params": {"trainable": 4480, "non_trainable": 0},
                "layers": [],
            }
        ],
        "outputs": [{"name": "lstm", "from": "lstm", "shape": [None, 32], "dtype": "float32"}],
        "params": {"trainable": 4480, "non_trainable": 0},
    }


def test_a_missing_file_raises(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        mtlc.check(tmp_path / "missing.yaml")


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"\xff")

    assert [one.code for one in mtlc.check(tmp_path / "a.yaml").diagnostics] == ["MTL0001"]


def test_a_byte_order_mark_counts_for_nothing() -> None:
    (found,) = mtlc.check("\ufeff" + BAD).diagnostics

    assert found.span.text == "Dens"
    assert found.span.source.position(found.span.start) == (2, 10)


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_the_code_does_not_depend_on_the_hash_seed(seed: str) -> None:
    examples = Path(__file__).parent.parent / "examples"
    program = (
        "import sys, mtlc; from pathlib import Path\n"
        "for spec in sorted(Path(sys.argv[1]).glob('*.yaml')):\n"
        "    sys.stdout.write(mtlc.compile(spec).code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(examples)],
        capture_output=True,
        encoding="utf-8",
        check=True,
        env={"PYTHONHASHSEED": seed, "PYTHONUTF8": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C"},
    )
    here = "".join(mtlc.compile(spec).code or "" for spec in sorted(examples.glob("*.yaml")))

    assert done.stdout == here
