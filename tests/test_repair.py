"""`mtlc check --fix`: fixes change the characters that they name, and never make errors."""

import os
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mtlc.cli.main import cli
from mtlc.driver import Options, compile_source
from mtlc.repair import Repair, repair
from mtlc_spec.diagnostics import Severity
from mtlc_spec.source import Source
from tests.test_diagnostics import SPECS, check, options

FIXABLE = [
    spec
    for spec in SPECS
    if any(one.fix for one in check(spec.name, spec.read_text(encoding="utf-8")))
]

WRONG = """\
inputs: {image: [4, 4, 3]}  # pixels
layers:
  stem:   {Conv2d: {filter: 8, kernel_size: 5, use_bias: yes}, from: imgae}
  pool:
    MaxPool2D : 2   # a comment
    from: stem
outputs: pool
"""
REPAIRED = """\
inputs: {image: [4, 4, 3]}  # pixels
layers:
  stem:   {Conv2D: {filters: 8, kernel_size: 5, use_bias: true}, from: image}
  pool:
    MaxPooling2D : 2   # a comment
    from: stem
outputs: pool
"""


def repaired(text: str, **files: str) -> Repair:
    def include(name: str) -> Source | str:
        return Source(name, files[name.partition(".")[0]])

    return repair(Source("model.yaml", text), Options(include=include))


def run(folder: Path, *arguments: str, text: str | None = None) -> Result:
    before = Path.cwd()
    os.chdir(folder)
    try:
        return CliRunner().invoke(cli, arguments, input=text, standalone_mode=False)
    finally:
        os.chdir(before)


def test_only_the_touched_characters_change() -> None:
    done = repaired(WRONG)

    assert done.texts == {"model.yaml": REPAIRED}
    assert [one.code for one in done.result] == ["MTL3001"]
    assert len(done.applied) == 5
    assert done.refused == ()


@pytest.mark.parametrize("spec", FIXABLE, ids=lambda spec: spec.stem)
def test_every_fix_is_applied_or_refused(spec: Path) -> None:
    text = spec.read_text(encoding="utf-8")
    before = check(spec.name, text)
    done = repair(Source(spec.name, text), options(text))

    again = repair(Source(spec.name, done.texts.get(spec.name, text)), options(text))
    assert again.texts == {}
    left = [one for one in done.result if one.fix]
    assert len(left) <= len(done.refused)
    assert done.applied or done.refused
    was = sum(one.severity is Severity.ERROR for one in before)
    hidden = {one.code[3:5] for one in before if one.severity is Severity.ERROR}
    errors = [one for one in done.result if one.severity is Severity.ERROR]
    assert len(errors) <= was or {one.code[3:5] for one in errors} - hidden


def test_what_a_repair_brings_to_light_is_repaired_too() -> None:
    done = repaired("inputs: {x: [4]}\nlayer: [Dens: {unit: '8'}]\n")

    assert done.texts["model.yaml"] == "inputs: {x: [4]}\nlayers: [Dense: {units: 8}]\n"
    assert [*done.result] == []
    assert [one.code for one in done.applied] == ["MTL1008", "MTL1001", "MTL1002", "MTL1004"]


def test_of_fixes_that_overlap_the_first_is_applied() -> None:
    text = "inputs: {x: [4]}\nlayers: [{Dense:8, activation: rleu}]\n"

    assert repaired(text).texts["model.yaml"].count("Dense: ") == 1


def test_a_fix_of_a_note_that_would_make_an_error_is_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from mtlc_spec.diagnostics import Edit
    from mtlc_spec.word_problems import KerasAlias

    monkeypatch.setattr(KerasAlias, "fix", property(lambda one: (Edit(one.span, "Softmacks"),)))
    done = repaired("inputs: {x: [4, 3]}\nlayers: [MaxPool1D: 2, {Dens: 8}]\n")

    assert done.texts["model.yaml"].endswith("[MaxPool1D: 2, {Dense: 8}]\n")
    assert [(one.diagnostic.code, one.error.code) for one in done.refused] == [
        ("MTL9001", "MTL1001")
    ]


def test_a_fix_that_does_not_repair_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    from mtlc_spec.diagnostics import Edit
    from mtlc_spec.word_problems import UnknownLayer

    monkeypatch.setattr(UnknownLayer, "fix", property(lambda one: (Edit(one.span, "Dence"),)))
    text = "inputs: {x: [4]}\nlayers: [Dens: 8]\n"
    done = repaired(text)

    assert done.texts == {}
    assert [one.error.code for one in done.refused] == ["MTL1001"]


def test_a_renaming_that_misses_a_place_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    from mtlc.analysis.automatic import AutomaticName
    from mtlc_spec.diagnostics import Edit

    monkeypatch.setattr(AutomaticName, "fix", property(lambda one: (Edit(one.span, "z"),)))
    done = repaired(
        "inputs: {x: [4], y: [4]}\nlayers:\n  add: {Dense: 4, from: x}\n"
        "  sum: {ops.add, from: [add, y]}\noutputs: sum\n"
    )

    assert done.texts == {}
    assert [one.error.code for one in done.refused] == ["MTL2001"]


SMALL = {
    "{Bidirectional: {LSTM: 8}, merge_mode: sum}": (
        "{Bidirectional: {layer: {LSTM: 8}, merge_mode: sum}}"
    ),
    "{Dense: 8, activation: relu}": "{Dense: {units: 8, activation: relu}}",
    "{Conv1D, filters: 8, name: a, kernel_size: 3}": (
        "{Conv1D: {filters: 8, kernel_size: 3}, name: a}"
    ),
    "{Conv1D: , filters: 8, kernel_size: 3}": "{Conv1D: {filters: 8, kernel_size: 3}}",
    "{Dense: {units: 8}, activation: relu}": "{Dense: {units: 8, activation: relu}}",
    "{Dense: !int 8}": "{Dense: 8}",
    "{Dense: 8, name: the head}": "{Dense: 8, name: the_head}",
    "{ops.absolut}": "{ops.absolute}",
    "{Dense: {units: 8, bias_initializer: HeNormal(seed=1)}}": (
        "{Dense: {units: 8, bias_initializer: {HeNormal: {seed: 1}}}}"
    ),
}
"""Steps on `[10, 4]`, and what becomes of them."""


@pytest.mark.parametrize("step", SMALL)
def test_steps(step: str) -> None:
    text = f"inputs: {{x: [10, 4]}}\nlayers:\n  - {step}\n"
    done = repaired(text)

    assert done.texts == {"model.yaml": text.replace(step, SMALL[step])}
    assert [*done.result] == []


def test_arguments_that_are_not_indented() -> None:
    text = """\
inputs: {x: [10, 4]}
layers:
  - Conv1D:
    filters: 8  # few

    # wide
    kernel_size:
      - 3
    name: a
  - Dense: 8
    activation: relu
"""
    done = repaired(text)

    assert (
        done.texts["model.yaml"]
        == """\
inputs: {x: [10, 4]}
layers:
  - Conv1D:
      filters: 8  # few

      # wide
      kernel_size:
        - 3
    name: a
  - Dense: {units: 8, activation: relu}
"""
    )
    assert [*done.result] == []


@pytest.mark.parametrize(
    "step",
    [
        "{Dense: 8, activation: relu, &a trainable: true}",
        "{Dense: 8,\n  # why\n  activation: relu}",
        "{activation: relu, Dense: 8}",
    ],
)
def test_arguments_that_are_left_where_they_are(step: str) -> None:
    assert repaired(f"inputs: {{x: [4]}}\nlayers:\n- {step}\n").texts == {}


def test_a_name_is_changed_with_its_references() -> None:
    done = repaired(
        "inputs: {add: [4], y: [4]}\nlayers:\n  b: {chain: [{Dense: 4}], from: add}\n"
        "  sum: {ops.add, from: [b, y]}\n  add_1: {Add, from: [sum, add]}\n"
        "outputs: {out: add_1, add: {from: sum}}\n"
    )

    assert done.texts["model.yaml"] == (
        "inputs: {add_layer: [4], y: [4]}\nlayers:\n  "
        "b: {chain: [{Dense: 4}], from: add_layer}\n"
        "  sum: {ops.add, from: [b, y]}\n  add_1_layer: {Add, from: [sum, add_layer]}\n"
        "outputs: {out: add_1_layer, add: {from: sum}}\n"
    )
    assert [*done.result] == []


ALLOWED = {
    "  - Dense: 1  # mtlc: allow unused-layer\n": "  - Dense: 1\n",
    "  - Dense: 1  # mtlc: allow unused-layer, unused-input # why\n": "  - Dense: 1  # why\n",
    "  # mtlc: allow unused-layer\n  - Dense: 1": "  - Dense: 1",
    "  # mtlc: allow unused-layr\n  - Dense: 1\n": "  - Dense: 1\n",
    "  - Dense: 1 # head # mtlc: allow wrong-rank": "  - Dense: 1 # head",
}


@pytest.mark.parametrize("line", ALLOWED)
def test_comments_that_allow_nothing(line: str) -> None:
    text = "inputs: {x: [4]}\nlayers:\n"

    assert repaired(text + line).texts == {"model.yaml": text + ALLOWED[line]}


def test_many_fixes_take_few_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def counted(*given: object, **named: object) -> object:
        calls.append(given)
        return compile_source(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr("mtlc.repair.compile_source", counted)
    steps = "".join(f"  - Dens: {n}\n" for n in range(1, 301))
    done = repaired(f"inputs: {{x: [4]}}\nlayers:\n{steps}")

    assert len(done.applied) == 300
    assert len(calls) == 3


def test_included_files_are_repaired() -> None:
    blocks = "blocks: {head: {layers: [Dens: 1]}}\n"
    done = repaired("include: [blocks.yaml]\ninputs: {x: [4]}\nlayers: [hed]\n", blocks=blocks)

    assert done.texts == {
        "blocks.yaml": blocks.replace("Dens", "Dense"),
        "model.yaml": "include: [blocks.yaml]\ninputs: {x: [4]}\nlayers: [head]\n",
    }


def test_the_library_is_not_repaired() -> None:
    done = repaired("inputs: {x: [4]}\nlayers: [std.mlp: {unit: 4}]\n")

    assert all(name == "model.yaml" for name in done.texts)


# --- the command ----------------------------------------------------------------------


def test_fix_writes_files_and_reports_what_is_left(tmp_path: Path) -> None:
    (tmp_path / "model.yaml").write_bytes(f"\ufeff{WRONG}".replace("\n", "\r\n").encode())

    done = run(tmp_path, "check", "--fix", "model.yaml")

    written = (tmp_path / "model.yaml").read_bytes()
    assert written == f"\ufeff{REPAIRED}".replace("\n", "\r\n").encode()
    assert done.return_value == 1
    assert "error[MTL3001]" in done.stdout
    assert done.stderr == "5 fixes applied in 1 file\n1 spec checked: 1 error\n"


def test_fix_succeeds_if_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "model.yaml").write_text("inputs: {x: [4]}\nlayers: [Dens: 8]\n")

    assert run(tmp_path, "check", "--fix", "model.yaml").return_value == 0
    assert run(tmp_path, "check", "model.yaml").return_value == 0


def test_diff_writes_nothing(tmp_path: Path) -> None:
    spec = tmp_path / "model.yaml"
    spec.write_text("inputs: {x: [4]}\nlayers: [Dens: 8]")

    done = run(tmp_path, "check", "--diff", "model.yaml")

    assert done.return_value == 1
    assert done.stdout == (
        "--- model.yaml\n+++ model.yaml\n@@ -1,2 +1,2 @@\n inputs: {x: [4]}\n"
        "-layers: [Dens: 8]\n\\ No newline at end of file\n"
        "+layers: [Dense: 8]\n\\ No newline at end of file\n"
    )
    assert done.stderr == "1 fix would be applied in 1 file\n"
    assert "Dens:" in spec.read_text()


def test_diff_is_a_patch(tmp_path: Path) -> None:
    (tmp_path / "model.yaml").write_text(WRONG)
    patch = run(tmp_path, "check", "--diff", "model.yaml").stdout

    subprocess.run(["git", "apply", "-"], input=patch, cwd=tmp_path, text=True, check=True)

    assert (tmp_path / "model.yaml").read_text() == REPAIRED


def test_diff_of_nothing_to_repair(tmp_path: Path) -> None:
    (tmp_path / "model.yaml").write_text("inputs: {x: [4]}\nlayers: [Flatten, Dense: [8]]\n")

    done = run(tmp_path, "check", "--diff", "model.yaml")

    assert (done.return_value, done.stdout, done.stderr) == (0, "", "")


def test_standard_input(tmp_path: Path) -> None:
    done = run(tmp_path, "check", "--fix", "-", text=WRONG)

    assert done.stdout == REPAIRED
    assert "error[MTL3001]" in done.stderr
    assert done.return_value == 1


def test_one_file_of_blocks_for_two_specs(tmp_path: Path) -> None:
    (tmp_path / "blocks.yaml").write_text("blocks: {head: {layers: [Dens: 1]}}\n")
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(
            "include: [blocks.yaml]\ninputs: {x: [4]}\nlayers: [head]\n"
        )

    shown = run(tmp_path, "check", "--diff", "a.yaml", "b.yaml")
    done = run(tmp_path, "check", "--fix", "a.yaml", "b.yaml")

    assert shown.stdout.count("+blocks: {head: {layers: [Dense: 1]}}") == 1
    assert done.return_value == 0
    assert done.stderr == "1 fix applied in 1 file\n2 specs checked: no problems\n"
    assert (tmp_path / "blocks.yaml").read_text() == "blocks: {head: {layers: [Dense: 1]}}\n"


def test_nothing_outside_of_the_folder_is_touched(tmp_path: Path) -> None:
    folder = tmp_path / "specs"
    folder.mkdir()
    outside = tmp_path / "blocks.yaml"
    outside.write_text("blocks: {head: {layers: [Dens: 1]}}\n")
    (folder / "linked.yaml").symlink_to(outside)
    (folder / "model.yaml").write_text(
        "include: [../blocks.yaml, linked.yaml]\ninputs: {x: [4]}\nlayers: [Dens: 1]\n"
    )

    done = run(folder, "check", "--fix", "model.yaml")

    assert done.return_value == 1
    assert "Dens:" in outside.read_text()
    assert "Dense:" in (folder / "model.yaml").read_text()


@pytest.mark.parametrize("command", [("check", "--fix"), ("fmt",)])
def test_a_full_disk_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    (tmp_path / "model.yaml").write_text(WRONG)

    done = run(tmp_path, *command, "model.yaml")

    assert done.return_value == 2
    assert "error: cannot write model.yaml: No space left on device" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["model.yaml"]
    assert (tmp_path / "model.yaml").read_text() == WRONG


@pytest.mark.parametrize("more", [["--fix"], ["--format", "json"]])
def test_diff_stands_alone(tmp_path: Path, more: list[str]) -> None:
    done = run(tmp_path, "check", "--diff", *more, "-", text=WRONG)

    assert "--diff goes with neither" in str(done.exception)
