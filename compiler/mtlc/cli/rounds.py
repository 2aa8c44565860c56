"""What `--watch` prints: all that holds after a round, and a line about the round."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mtlc.cli import options
from mtlc.cli.watched import Reads
from mtlc_spec.diagnostics import Diagnostic

MOST_NAMES = 3
"""Names of files in the line about a round."""


@dataclass
class Outcome:
    """What became of one spec, filled in by the command that is watched."""

    found: list[Diagnostic] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    """What was done, as that a module was written."""
    fault: str | None = None
    reads: Reads = field(default_factory=Reads)


@dataclass(frozen=True)
class Round:
    """One answer: which files changed, which specs were run for it, and how all are now."""

    changed: Sequence[str]
    ran: Sequence[str]
    outcomes: Mapping[str, Outcome]
    seconds: float

    @property
    def found(self) -> Iterator[Diagnostic]:
        """All that is wrong; what several specs have in common, as a configuration, once."""
        told = set()
        for outcome in self.outcomes.values():
            for one in outcome.found:
                key = (one.code, one.span.source.name, one.span.start, one.message)
                if key not in told:
                    told.add(key)
                    yield one

    @property
    def faults(self) -> dict[str, str]:
        outcomes = self.outcomes.items()
        return {spec: one.fault for spec, one in outcomes if one.fault is not None}

    @property
    def lines(self) -> Iterator[str]:
        """What was done in this round."""
        for spec in self.ran:
            yield from self.outcomes[spec].lines


def status(one: Round, verb: str, clock: str) -> str:
    """`[14:02:35] a.yaml changed, 1 of 3 specs checked in 23 ms, in all: 1 error; ...`."""
    count = len(one.outcomes)
    specs = f"{count} spec{'' if count == 1 else 's'}"
    done = sum(spec not in one.faults for spec in one.ran)
    part = "" if done == count else f"{done} of "
    what = f"{part}{specs} {verb} in {one.seconds * 1000:.0f} ms"
    if one.changed:
        what = f"{_named(one.changed)} changed, {what}"
    counted = options.counted(one.found)
    if faults := len(one.faults):
        failed = f"{faults} spec{'' if faults == 1 else 's'} not {verb}"
        counted = failed if counted == "no problems" else f"{counted}, {failed}"
    files = len({path for outcome in one.outcomes.values() for path in outcome.reads.paths()})
    watched = f"watching {files} file{'' if files == 1 else 's'}, Ctrl-C ends"
    return f"[{clock}] {what}{', in all' if part else ''}: {counted}; {watched}"


def _named(names: Sequence[str]) -> str:
    shown = ", ".join(names[:MOST_NAMES])
    more = len(names) - MOST_NAMES
    return f"{shown} and {more} more" if more > 0 else shown


def as_json(one: Round) -> str:
    """The round as one line."""
    from mtlc.render.json import VERSION, to_dict

    document = {
        "version": VERSION,
        "changed": list(one.changed),
        "ran": list(one.ran),
        "diagnostics": [to_dict(diagnostic) for diagnostic in one.found],
        "faults": [{"spec": spec, "message": text} for spec, text in one.faults.items()],
    }
    text = json.dumps(document, ensure_ascii=False) + "\n"
    return text.encode("utf-8", errors="backslashreplace").decode("utf-8")


def as_text(one: Round, verb: str, clock: str, *, colour: bool) -> str:
    """The round as a person reads it."""
    from mtlc.render import human
    from mtlc.render.run import Run
    from mtlc.render.terminal import Style, visible

    lines = [*one.lines, *(f"error: {fault}" for fault in one.faults.values())]
    lines.append(status(one, verb, clock))
    shown = "".join(f"{visible(line)}\n" for line in lines)
    return human.render(one.found, Run(style=Style(colour))) + shown
