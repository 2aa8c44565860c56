"""`mtlc fmt`: one layout, and nothing that a spec says is changed by it."""

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
import yaml

from mtlc.driver import Options, Result, compile_source
from mtlc.formatting import Unusual, format_source
from mtlc.inclusion import includer
from mtlc_spec.diagnostics import Report
from mtlc_spec.source import Source
from tests.random_layout import laid_out
from tests.random_specs import random_spec
from tests.test_diagnostics import SPECS as EXAMPLES
from tests.test_diagnostics import check, spelt_out
from tests.test_expand import SPECS, facts, graph
from tests.test_mutations import mutate
from tests.test_repair import run

HERE = Path(__file__).parent
OWN = [
    *(HERE.parent / "examples").glob("*.yaml"),
    *(HERE.parent / "spec" / "mtlc_spec" / "std").glob("*.yaml"),
    *(HERE / "designs").glob("*.yaml"),
]


def formatted(text: str) -> str:
    report = Report()
    found = format_source(Source("model.yaml", text), report)
    assert found is not None, [*report]
    return found


def said(diagnostics: Iterable[object]) -> Counter[object]:
    return Counter((one.code, one.message) for one in diagnostics)  # type: ignore[attr-defined]


def assert_same(text: str, checked: Callable[[str], Result]) -> str:
    new = formatted(text)

    assert formatted(new) == new
    assert said(checked(new)) == said(checked(text))
    return new


@pytest.mark.parametrize("spec", OWN, ids=lambda spec: f"{spec.parent.name}/{spec.stem}")
def test_our_own_specs_are_formatted(spec: Path) -> None:
    text = spec.read_text(encoding="utf-8")

    assert formatted(text) == text


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: f"{spec.parent.name}/{spec.stem}")
def test_it_is_the_same_model(spec: Path) -> None:
    text = spec.read_text(encoding="utf-8")
    options = Options(include=includer(spec))

    def checked(text: str) -> Result:
        return compile_source(Source(spec.name, text), options, want="check")

    new = assert_same(text, checked)
    if new != text:
        before, after = (graph(Source(spec.name, one), options) for one in (text, new))
        assert facts(before) == facts(after)


@pytest.mark.parametrize("spec", EXAMPLES, ids=lambda spec: spec.stem)
def test_mistakes_stay_the_same(spec: Path) -> None:
    try:
        text = spelt_out(spec.read_text(encoding="utf-8")).decode()
    except UnicodeDecodeError:
        return
    if len(text) > 100_000:
        return
    if format_source(Source(spec.name, text), Report()) is not None:
        assert_same(text, lambda text: check(spec.name, text))


def assert_drawn_is_same(seed: int) -> None:
    text = laid_out(yaml.safe_load(random_spec(seed)), seed)

    def checked(text: str) -> Result:
        return compile_source(Source("drawn", text), want="check")

    new = assert_same(text, checked)
    options = Options()
    assert facts(graph(Source("drawn", text), options)) == facts(
        graph(Source("drawn", new), options)
    )
    assert all(line == line.rstrip() for line in new.splitlines())


@pytest.mark.parametrize("seed", range(40))
def test_drawn_specs_in_drawn_layouts(seed: int) -> None:
    assert_drawn_is_same(seed)


@pytest.mark.proof
@pytest.mark.parametrize("block", range(20))
def test_many_drawn_layouts(block: int) -> None:
    for seed in range(1000 + block * 50, 1050 + block * 50):
        assert_drawn_is_same(seed)


@pytest.mark.parametrize("block", range(10))
def test_whatever_can_be_read_is_laid_out_or_left(block: int) -> None:
    for seed in range(block * 40, (block + 1) * 40):
        _, text = mutate(seed)
        try:
            new = format_source(Source("model.yaml", text), Report())
        except Unusual:
            continue
        assert new is None or format_source(Source("model.yaml", new), Report()) == new


LAYOUTS = {
    "spaces": (
        "layers : [ Dense:  8 ,ReLU , {Add , from:  [a,b] } ]",
        "layers: [Dense: 8, ReLU, {Add, from: [a, b]}]\n",
    ),
    "a lone kind": ("a: {Add: , from: [b, c]}\n", "a: {Add, from: [b, c]}\n"),
    "dashes": ("layers:\n- Dense: 8\n-   ReLU\n", "layers:\n  - Dense: 8\n  - ReLU\n"),
    "values": ("a:\n    8\nb:   [1,\n  2]\n", "a: 8\nb: [1, 2]\n"),
    "an end": ("a: 1", "a: 1\n"),
    "empty lines": ("\n\na: 1\n\n\n\nb: 2\n\n", "a: 1\n\nb: 2\n"),
    "tabs": ("a:\t1  \t\nb: {c:\t2}\n", "a: 1\nb: {c: 2}\n"),
    "alike": (
        "a: 1      # one\nbb: 22   # two\nccc: 3   # three\n",
        "a: 1  # one\nbb: 22  # two\nccc: 3  # three\n",
    ),
    "below each other": (
        "a: 1      # one\nbb: 22    # two\n\nc: 1      # three\n",
        "a: 1    # one\nbb: 22  # two\n\nc: 1  # three\n",
    ),
    "comments": (
        "# top\na:    # of a\n    # in a\n    b: 1\n    # below b\n# of c\nc: 1 #x\n# end",
        "# top\na:  # of a\n  # in a\n  b: 1\n  # below b\n# of c\nc: 1  #x\n# end\n",
    ),
    "broken": (
        "a: [1,   # one\n      2,\n\n      # of three\n      3]\n",
        "a: [1,  # one\n  2,\n  # of three\n  3]\n",
    ),
    "closed": ("a: {\n   b: 1, # b\n}\n", "a: {\n  b: 1  # b\n  }\n"),
    "lists of lists": ("a:\n-\n  - 1\n  -   2\n- - 3\n", "a:\n  - - 1\n    - 2\n  - - 3\n"),
    "texts": (
        "a: >-\n     one\n       two\n\n     three\nb: 'x\n   y'\nc: x\n    y # z\n",
        "a: >-\n  one\n    two\n\n  three\nb: 'x\n  y'\nc: x\n  y  # z\n",
    ),
    "the document": (
        "outputs: b\nlayers: {b: {from: a, name: c, Dense: 1}}\ninputs: {a: [4]}\nmtlc: 1\n",
        "mtlc: 1\ninputs: {a: [4]}\nlayers: {b: {Dense: 1, from: a, name: c}}\noutputs: b\n",
    ),
    "an entry": (
        "layers:\n  # of a\n  a:\n    chain:\n      - ReLU  # relu\n\n    # why\n    from: x\n"
        "  b:\n    repeat: 2\n    Dense: 8\n    from: a\n",
        "layers:\n  # of a\n  a:\n    # why\n    from: x\n    chain:\n      - ReLU  # relu\n"
        "  b:\n    Dense: 8\n    from: a\n    repeat: 2\n",
    ),
    "others": (
        "outputs: {a: {metrics: [mae], loss: mse, from: b}}\n"
        "training: {seed: 1, optimizer: {Adam: {epsilon: 1, beta_1: 0.9}}}\n"
        "inputs: {x: {copies: 2, dtype: int32, shape: [1]}}\n",
        "inputs: {x: {shape: [1], dtype: int32, copies: 2}}\n"
        "outputs: {a: {from: b, loss: mse, metrics: [mae]}}\n"
        "training: {optimizer: {Adam: {epsilon: 1, beta_1: 0.9}}, seed: 1}\n",
    ),
    "arguments stay": ("layers: [Conv1D: {kernel_size: 3, filters: 8}]\n", None),
    "anchors stay": ("outputs: b\nlayers: {b: &b {from: a, Dense: 1}, c: *b}\n", None),
    "an anchor of a block": (
        "a: &x\n    b: 1\nc:\n - &y\n   d: 1\n - *y\n",
        "a: &x\n  b: 1\nc:\n  - &y\n    d: 1\n  - *y\n",
    ),
    "markers": (
        "%YAML 1.2\n# why\n---\na:   1\n...\n# end\n",
        "%YAML 1.2\n# why\n---\na: 1\n...\n# end\n",
    ),
    "returns": ("a:   1\r\nb: 'x\r\n  y'\r\n", "a: 1\r\nb: 'x\r\n  y'\r\n"),
    "a comment that allows": (
        "outputs: a\nlayers:\n  a: {Dense: 1,\n      from: x}  # mtlc: allow unused-layer\n",
        "layers:\n  a: {Dense: 1,\n    from: x}  # mtlc: allow unused-layer\noutputs: a\n",
    ),
    "a comment beside the version": (
        "mtlc: 1  # language\nlayers:\n  a: {from: x,\n    Dense: 1}\n",
        "mtlc: 1  # language\nlayers:\n  a: {Dense: 1, from: x}\n",
    ),
    "nothing": ("# only this", None),
    "braces": ("{inputs: {x:   [4]},\n layers: []}", "{inputs: {x: [4]}, layers: []}\n"),
}


@pytest.mark.parametrize("case", LAYOUTS)
def test_layouts(case: str) -> None:
    text, expected = LAYOUTS[case]
    new = formatted(text)

    assert new == (text if expected is None else expected)
    assert formatted(new) == new


def test_long_lines_are_left_and_short_ones_joined() -> None:
    long = f"a: [{', '.join(f'name{n}' for n in range(40))}]\n"
    halves = long.replace(" name20", "\n      name20")

    assert formatted(long) == long
    assert formatted(halves) == halves.replace("      name20", "  name20")


UNUSUAL = {
    "? a\n: 1\n": "a key is written with `?`",
    "a: &x 1\n*x : 2\n": "a key is an alias, or has an anchor",
    "a: {b: # c\n  1}\n": "a comment stands between a key and its value in braces",
    "a: |2\n    b\n": "the head of a block of text has an indicator",
    "--- {a: 1}\n": "the document begins on the line of its marker",
}


@pytest.mark.parametrize("text", UNUSUAL)
def test_what_is_left_as_it_is(text: str) -> None:
    with pytest.raises(Unusual, match=f"^{UNUSUAL[text].replace('?', '[?]')}$"):
        format_source(Source("model.yaml", text), Report())


# --- the command ----------------------------------------------------------------------

UGLY = "layers: [Dense:  8]\ninputs: {x: [4]}\n"
NEAT = "inputs: {x: [4]}\nlayers: [Dense: 8]\n"


def test_files_are_written(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"\xef\xbb\xbf" + UGLY.encode())
    (tmp_path / "b.yaml").write_text(NEAT)
    before = (tmp_path / "b.yaml").stat().st_mtime_ns

    done = run(tmp_path, "fmt", "a.yaml", "b.yaml")

    assert (done.return_value, done.stdout) == (0, "")
    assert done.stderr == "1 file formatted, 1 file unchanged\n"
    assert (tmp_path / "a.yaml").read_bytes() == b"\xef\xbb\xbf" + NEAT.encode()
    assert (tmp_path / "b.yaml").stat().st_mtime_ns == before


def test_check_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(UGLY)

    done = run(tmp_path, "fmt", "--check", "a.yaml")

    assert done.return_value == 1
    assert done.stderr == "a.yaml would be changed\n1 file would be formatted\n"
    assert (tmp_path / "a.yaml").read_text() == UGLY
    run(tmp_path, "fmt", "a.yaml")
    assert run(tmp_path, "fmt", "--check", "a.yaml").return_value == 0


def test_diff(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(UGLY)

    done = run(tmp_path, "fmt", "--diff", "a.yaml")

    assert done.return_value == 1
    assert done.stdout == (
        "--- a.yaml\n+++ a.yaml\n@@ -1,2 +1,2 @@\n-layers: [Dense:  8]\n"
        " inputs: {x: [4]}\n+layers: [Dense: 8]\n"
    )
    assert (tmp_path / "a.yaml").read_text() == UGLY


def test_standard_input(tmp_path: Path) -> None:
    done = run(tmp_path, "fmt", "-", text=UGLY)

    assert (done.return_value, done.stdout, done.stderr) == (0, NEAT, "")


def test_what_cannot_be_read_is_reported_and_left(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("layers: [")
    (tmp_path / "b.yaml").write_text(UGLY)

    done = run(tmp_path, "fmt", "a.yaml", "b.yaml", "c.yaml")

    assert done.return_value == 2
    assert "error[MTL0002]" in done.stderr
    assert "cannot read c.yaml" in done.stderr
    assert (tmp_path / "a.yaml").read_text() == "layers: ["
    assert (tmp_path / "b.yaml").read_text() == NEAT
    assert run(tmp_path, "fmt", "a.yaml").return_value == 1


def test_what_is_unusual_is_told(tmp_path: Path) -> None:
    done = run(tmp_path, "fmt", "-", text="a: 1\n? b\n: 2\n")

    assert done.stdout == "a: 1\n? b\n: 2\n"
    assert done.stderr == "<stdin>:2:3: left as it is: a key is written with `?`\n"
    assert done.return_value == 0
