"""Bombs: refused, or accepted where they do no harm, within a second and 200 MB.

Each is checked by the command, in a process of its own that the system measures; the time to
load the command counts.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mtlc_spec.reading import MAX_LENGTH
from tests.hard.measuring import Measured, measured

HEAD = "inputs: {x: [4]}\nlayers:\n"


def aliases() -> str:
    """Ten lists of ten lists of ten lists, to the tenth power."""
    lines = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 11)]
    return "\n".join(["a0: &a0 [x]", *lines])


def blocks() -> str:
    """Blocks of ten blocks of ten blocks, to the tenth power."""
    lines = [f"  b{n}: {{layers: [{', '.join([f'b{n - 1}'] * 10)}]}}\n" for n in range(1, 11)]
    head = "inputs: {x: [4]}\nblocks:\n  b0: {layers: [Dense: 4]}\n"
    return f"{head}{''.join(lines)}layers: [b10]\n"


BOMBS: dict[str, tuple[str | None, str]] = {
    "aliases": ("MTL0009", aliases()),
    "nesting": ("MTL0007", HEAD + "  - Dense: " + "[" * 1_000_000),
    "a long key": ("MTL1008", f"? {'k' * 10_000_000}\n: 1\n{HEAD}  - ReLU\n"),
    "a huge number": ("MTL0014", f"{HEAD}  - Dense: {'9' * 10_000_000}\n"),
    "exponential blocks": ("MTL2020", blocks()),
    "repeat": ("MTL2020", f"{HEAD}  - {{Dense: 8, repeat: 1000000000}}\n"),
    "repeats in repeats": (
        "MTL2020",
        f"{HEAD}  - {'{chain: [' * 20}Dense: 8{'], repeat: 1000}' * 20}\n",
    ),
    "copies": (
        "MTL2020",
        f"{HEAD}  a: {{Dense: 8, from: x, copies: 1000000000}}\noutputs: {{a: a}}\n",
    ),
    "a deep expression": (
        "MTL1020",
        f'{HEAD}  - Dense: "$({"(" * 1_000_000}1{")" * 1_000_000})"\n',
    ),
    "a tower of powers": ("MTL1020", f'{HEAD}  - Dense: "$(9 ** 9 ** 9 ** 9)"\n'),
    "a string of megabytes": (None, f"description: {'a' * 10_000_000}\n{HEAD}  - ReLU\n"),
    "a million keys": ("MTL0017", "".join(f"k{n}: 1\n" for n in range(1_000_001))),
    "comments without end": ("MTL0008", "# and so on\n" * (MAX_LENGTH // 12 + 1)),
}
"""The code that refuses each; None for what does no harm."""

PLAIN = f"{HEAD}  - ReLU\n"


def checked(text: str, folder: Path) -> Measured:
    """Check a spec by the command in a process of its own."""
    spec = folder / "bomb.yaml"
    spec.write_text(text, encoding="utf-8")
    return measured([sys.executable, "-m", "mtlc", "check", spec.name], folder)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Measured:
    """What the check of three lines needs."""
    return checked(PLAIN, tmp_path_factory.mktemp("plain"))


@pytest.mark.proof
@pytest.mark.parametrize("what", BOMBS)
def test_a_bomb_does_no_harm(
    what: str, plain: Measured, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    code, text = BOMBS[what]

    done = checked(text, tmp_path)
    needs = f"{done.seconds:.2f} s ({plain.seconds:.2f} to load), {done.megabytes:.0f} MB"
    record_property("needs", needs)

    assert done.status == (0 if code is None else 1)
    if code is not None:
        assert f"[{code}]" in done.out
    assert len(done.out) < 5_000
    assert done.megabytes < 200
    # a second, where the check of three lines takes a quarter of one
    assert done.seconds < max(1, 4 * plain.seconds)
