"""No text makes the compiler slow or large out of proportion to it."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import mtlc
from mtlc.render import human
from mtlc.render import json as as_json
from mtlc_spec.diagnostics import Report
from mtlc_spec.reading import MAX_LENGTH, decode
from mtlc_spec.suggestions import nearest, surely
from tests.work import calls_of

HEAD = "inputs: {x: [4]}\nlayers:\n"


def bomb(width: int, height: int) -> str:
    """Lists of aliases of lists of aliases."""
    lines = [
        f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * width)}]"
        for level in range(1, height)
    ]
    return "\n".join(["a0: &a0 [x]", *lines])


def tower(height: int) -> str:
    """Ninety brackets around an alias of ninety brackets around an alias."""
    lines = [
        f"a{level}: &a{level} {'[' * 90}*a{level - 1}{']' * 90}" for level in range(1, height)
    ]
    return "\n".join([f"a0: &a0 {'[' * 90}{']' * 90}", *lines])


REFUSED: dict[str, tuple[str, str]] = {
    "brackets": ("MTL0007", "[" * 100_000),
    "brackets on lines": ("MTL0007", "[\n" * 100_000),
    "braces": ("MTL0007", "{" * 100_000),
    "mappings in mappings": ("MTL0007", "{a: " * 100_000),
    "brackets inside of blocks": ("MTL0007", HEAD + "  - Dense: " + "[" * 100_000),
    "dashes": ("MTL0007", "- " * 100_000),
    "question marks": ("MTL0007", "? " * 100_000),
    "indentation": ("MTL0007", "".join(f"{' ' * depth}a:\n" for depth in range(2000))),
    "chains in chains": ("MTL0007", HEAD + " - chain:" + " [chain:" * 60 + " []" + "]" * 60),
    "aliases of aliases": ("MTL0009", bomb(10, 40)),
    "aliases of one anchor": ("MTL0009", "a: &a 1\nb: [" + "*a, " * 1_000_000 + "]"),
    "depth by aliases": ("MTL0007", tower(200)),
    "tag directives": ("MTL0004", "".join(f"%TAG !a{n}! x\n" for n in range(100_000))),
    "directives": ("MTL0002", "".join(f"%A{n} x\n" for n in range(100_000)) + "--- 1"),
    "documents": ("MTL0006", "---\n" * 1_000_000),
    "digits": ("MTL0014", HEAD + "  - Dense: " + "9" * 1_000_000),
    "hexadecimal digits": ("MTL0014", HEAD + "  - Dense: 0x" + "f" * 1_000_000),
    "decimals": ("MTL0014", HEAD + "  - Dropout: 0." + "9" * 1_000_000),
    "an exponent": ("MTL0014", HEAD + "  - Dropout: 1e" + "9" * 100_000),
    "characters": ("MTL0008", "#" * (MAX_LENGTH + 1)),
    "comments": ("MTL1015", "# a\n" * (MAX_LENGTH // 4)),
    "a comment without an end": ("MTL1015", "#" * MAX_LENGTH),
    "spaces": ("MTL1015", " " * MAX_LENGTH),
    "a string without an end": ("MTL0002", 'description: "' + "a" * 15_000_000),
    "a word": ("MTL1001", HEAD + "  - " + "a" * 1_000_000),
    "a key": ("MTL0002", HEAD + "  - {" + "a" * 1_000_000 + ": 1}"),
    "a key with a mark": ("MTL1001", HEAD + "  - ? " + "a" * 1_000_000 + "\n    : 1"),
    "a name": ("MTL1011", "name: " + "a" * 1_000_000 + "\n" + HEAD + "  - ReLU"),
    "a reference": ("MTL2001", HEAD + f"  a: {{ReLU, from: {'b' * 1_000_000}}}\noutputs: a"),
    "a reference of parts": (
        "MTL2012",
        HEAD + f"  a: {{ReLU, from: x{'.b' * 500_000}}}\noutputs: a",
    ),
    "an axis for every byte": ("MTL1005", "inputs: {x: [" + "1," * 100_000 + "]}\nlayers: []"),
}

ACCEPTED = {
    "a long description": "description: " + "a" * 15_000_000 + "\n" + HEAD + "  - Dense: 8",
    "comments before a spec": "# a\n" * 3_900_000 + HEAD + "  - Dense: 8",
    "names as long as a name may be": HEAD + f"  - {{Dense: 8, name: {'a' * 100}}}",
}

TOO_MANY = {
    "keys": "".join(f"k{number}: 1\n" for number in range(1_100_000)),
    "items": f"{HEAD}  - Reshape: [{'1,' * 1_100_000}]",
    "lists": f"{HEAD}  - [{'[],' * 1_100_000}]",
}

Said = list[tuple[str, int, int]]
"""Of each diagnostic the code, and the characters of its message and of all that is shown."""


def peak() -> int:
    """The most megabytes that this process ever had."""
    import resource  # Unix has it

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def check_all(tables: dict[str, dict[str, str]], names: list[str]) -> None:
    """Print what the texts of some tables need and get; for a process of its own."""
    mtlc.check("inputs: {x: [4]}\nlayers: [Dens: 8]\n")
    for name in names:
        for what, text in tables[name].items():
            before = peak()
            found = mtlc.check(text).diagnostics
            memory = peak() - before
            said = []
            for one in found:
                assert 0 <= one.span.start <= one.span.end <= len(text)
                said.append((one.code, len(one.message), len(human.render([one]))))
            print(json.dumps([what, memory, said]))


def check_alone(*names: str) -> dict[str, tuple[int, Said]]:
    """Check the texts of some tables in a process of its own: megabytes, and what was said."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.test_bounds", *names],
        capture_output=True,
        encoding="utf-8",
        cwd=Path(__file__).parent.parent,
        check=True,
        timeout=300,
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return {what: (memory, [tuple(one) for one in said]) for what, memory, said in rows}


@pytest.fixture(scope="module")
def checked() -> dict[str, tuple[int, Said]]:
    return check_alone("refused", "accepted")


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_too_much_is_refused(what: str, checked: dict[str, tuple[int, Said]]) -> None:
    memory, said = checked[what]

    assert memory < 200
    assert REFUSED[what][0] in [code for code, _, _ in said]
    assert len(said) <= 3
    for _, message, shown in said:
        assert message < 400
        assert shown < 2000


@pytest.mark.parametrize("what", ACCEPTED)
def test_what_is_only_long_is_read(what: str, checked: dict[str, tuple[int, Said]]) -> None:
    memory, said = checked[what]

    assert memory < 200
    assert said == []


@pytest.mark.proof
def test_a_document_of_too_many_nodes_is_refused() -> None:
    for memory, said in check_alone("too many").values():
        assert memory < 200
        assert [code for code, _, _ in said] == ["MTL0017"]


def test_a_file_is_not_read_further_than_a_spec_may_go(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(100 * MAX_LENGTH)  # a sparse file, which takes no space

    (found,) = mtlc.check(path).diagnostics

    assert (found.code, found.span.source.text) == ("MTL0008", "")
    assert "characters" in human.render([found])


def test_the_bound_of_a_file_counts_bytes() -> None:
    report = Report()

    assert decode("a.yaml", b"#" * MAX_LENGTH, report) is not None
    assert decode("a.yaml", b"#" * (MAX_LENGTH + 1), report) is None
    assert [one.code for one in report] == ["MTL0008"]


# --- work in proportion ---------------------------------------------------------------


def entries(line: str) -> Callable[[int], str]:
    """A spec with one line for each number."""
    return lambda count: HEAD + "".join(line.format(n=number) for number in range(count))


def chain_and(line: str) -> Callable[[int], str]:
    """A chain of named steps, and one line for each."""

    def text(count: int) -> str:
        steps = "".join(f"    - {{ReLU, name: s{number}}}\n" for number in range(count))
        return f"{HEAD}  c:\n    from: x\n    chain:\n{steps}" + "".join(
            line.format(n=number) for number in range(count)
        )

    return text


GROWING: dict[str, Callable[[int], str]] = {
    "unknown layers": entries("  - Dens{n}: 8\n"),
    "unknown arguments": entries("  - Dense: {{units: 8, unit{n}: 8}}\n"),
    "missing arguments": entries("  - Dense\n"),
    "unknown references": entries("  a{n}: {{Dense: 8, from: b{n}}}\n"),
    "names that are none": entries("  {n}: {{Dense: 8, from: x}}\n"),
    "entries without a kind": entries("  a{n}: 1\n"),
    "duplicate keys": entries("  a: {{Dense: 8, from: x}}\n"),
    "unknown aliases": entries("  - Dense: [*b{n}, &a{n} 1]\n"),
    "merge keys": entries("  - Dense: {{<<: {n}}}\n"),
    "tags": entries("  - Dense: !a{n} 8\n"),
    "unknown parts": chain_and("  d{n}: {{ReLU, from: c.t{n}}}\n"),
    "parts": chain_and("  d{n}: {{ReLU, from: c.s{n}}}\n"),
    "shares": entries("  a{n}: {{share: b, from: x}}\n"),
    "wrong shapes": entries("  a{n}: {{Conv1D: [8, 3], from: x}}\n"),
    "several outputs": lambda count: (
        HEAD + "  a: {ReLU, from: x}\noutputs: [" + "a, " * count + "]"
    ),
    "inputs of one layer": lambda count: (
        HEAD + "  a: {Add, from: [" + "x, " * count + "]}\noutputs: a"
    ),
    "allow comments": entries("  # mtlc: allow unused-layr\n  a{n}: {{Dense: 8, from: x}}\n"),
}


@pytest.mark.proof
@pytest.mark.parametrize("what", GROWING)
def test_twice_the_spec_is_twice_the_work(what: str) -> None:
    spec = GROWING[what]

    def work(count: int) -> int:
        text = spec(count)
        found: list[Any] = []

        def check() -> None:
            found.extend(mtlc.check(text).diagnostics)
            human.render(found)
            as_json.render(found)

        return calls_of(check)

    work(10)  # loads what is loaded once
    small, large = work(450), work(900)

    assert large < 2.4 * small


def test_a_suggestion_among_many_names_compares_few_of_them() -> None:
    few = tuple(f"name_{number}" for number in range(100))
    many = tuple(f"name_{number}" for number in range(100_000))

    assert nearest("nam_77", few) == "name_77"
    assert nearest("nam_77777", many) == "name_77777"
    assert nearest("ame_7", many) == "name_7"
    first = calls_of(lambda: nearest("mane_12", few))
    again = calls_of(lambda: nearest("mane_13", many))
    assert calls_of(lambda: nearest("mane_14", many)) < 20 * first < again


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("unit", "units"),
        ("Units", "units"),
        ("kernal_size", "kernel_size"),
        ("kernelsize", "kernel_size"),
        ("filters_", "filters"),
        ("zzz", None),
        ("a" * 1_000_000, None),
        ("clamp", "clip"),
        ("actvation", "activation"),
    ],
)
def test_suggestions(word: str, meant: str | None) -> None:
    known = ("units", "filters", "kernel_size", "strides", "activation", "clip")
    padded = (*known, *(f"argument_{number}" for number in range(200)))

    assert nearest(word, known) == meant
    assert nearest(word, padded) == meant


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("adma", ("adam", "adamax", "adamw"), "adam"),
        ("GlobalAvPool", ("GlobalAveragePool", "GlobalMaxPool"), "GlobalAveragePool"),
        ("log2p", ("log1p", "log2"), None),
        ("AvgPool", ("AvgPool1D", "AvgPool2D", "AvgPool3D"), None),
        ("xavier_uniform", ("glorot_uniform", "he_uniform"), None),
        ("kernl", ("kernel_size", "kernel"), "kernel"),
    ],
)
def test_what_is_mended_is_meant_for_sure(
    word: str, known: tuple[str, ...], meant: str | None
) -> None:
    assert surely(word, known) == meant


if __name__ == "__main__":
    check_all(
        {
            "refused": {what: text for what, (_, text) in REFUSED.items()},
            "accepted": ACCEPTED,
            "too many": TOO_MANY,
        },
        sys.argv[1:],
    )
