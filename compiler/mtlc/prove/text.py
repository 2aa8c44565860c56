"""A proof as a person reads it."""

from __future__ import annotations

from collections.abc import Iterator

from mtlc.prove.findings import Outcome, Proof
from mtlc.render.terminal import Style, visible

COLOURS: dict[Outcome, str] = {
    "proven": "32",
    "contradicted": "31",
    "not_proven": "33",
    "built": "32",
}

SAYS: dict[Outcome, str] = {
    "proven": "with the same weights both do the same",
    "contradicted": "the models do not do what the verdict says, which is a fault of mtlc",
    "not_proven": "the models could not be run to the end",
    "built": "both models can be built and run",
}


def render(proof: Proof, style: Style | None = None) -> str:
    """A line for each finding, below one for all of them."""
    return "\n".join(line.rstrip() for line in _lines(proof, style or Style())) + "\n"


def _lines(proof: Proof, style: Style) -> Iterator[str]:
    outcome = proof.outcome
    word = style.paint(outcome.replace("_", " "), f"1;{COLOURS[outcome]}")
    where = "" if proof.versions is None else f" in {proof.versions}"
    yield f"{word}{style.bold(f': {SAYS[outcome]}{where}')}"
    yield ""
    for one in proof.findings:
        note = {"ok": "", "skipped": "not compared: "}.get(one.status, f"{one.status}: ")
        head = style.bold(f"{visible(one.about)}:")
        yield f"{head}{' ' * max(17 - len(one.about), 1)}{note}{visible(one.message)}"
