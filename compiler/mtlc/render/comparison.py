"""A comparison as a person reads it: the verdict, what shows it, and what follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mtlc.compare.comparison import Comparison
from mtlc.compare.form import At, Part
from mtlc.compare.loading import Loading
from mtlc.compare.mapping import WeightMapping
from mtlc.compare.packing import Pack
from mtlc.compare.subject import Subject
from mtlc.render.excerpt import Mark, excerpt
from mtlc.render.terminal import FRAME, Style, visible
from mtlc_spec.shapes import show
from mtlc_spec.source import Source

MOST_SHOWN = 8
"""Steps, differences and notes that are shown with their places."""

MOST_WEIGHTS = 16
"""Rows of the mapping of weights that are shown."""

MOST_MARKS = 6
"""Places that are marked in one file for one step."""

_COLOURS = {"identical": "32", "equivalent": "32", "different": "31", "unknown": "33"}

_SAYS = {
    "identical": "are the same model, up to names",
    "equivalent": "compute the same, with the same weights",
    "different": "are different",
    "unknown": "may be the same or not",
}

_OUTCOMES = {
    "loads": "loads",
    "wrong layers": "loads into the wrong layers",
    "fits": "loads without an error",
    "fails": "fails",
    "unknown": "cannot be told",
}


def render(found: Comparison, style: Style | None = None) -> str:
    """The whole comparison; JSON has what is too long for it."""
    return "\n".join(line.rstrip() for line in _lines(found, style or Style())) + "\n"


def _lines(found: Comparison, style: Style) -> Iterator[str]:
    verdict = style.paint(found.verdict, f"1;{_COLOURS[found.verdict]}")
    a, b = (visible(one.name) for one in (found.a, found.b))
    yield f"{verdict}{style.bold(f': {a} (A) and {b} (B) {_SAYS[found.verdict]}')}"
    if found.reason is not None:
        yield f"  = {visible(found.reason)}"
    yield ""
    shown = [
        *(
            (
                step.rule,
                f"{which}: {step.message}" if which != "both" else step.message,
                step.places,
                None,
            )
            for which, step in found.steps
        ),
        *(
            (one.about, one.message, (*one.places_a, *one.places_b), one.why)
            for one in found.differences
        ),
    ]
    for word, message, places, why in shown[:MOST_SHOWN]:
        yield from _shown(word, message, places, why, style)
        yield ""
    if len(shown) > MOST_SHOWN:
        yield f"and {len(shown) - MOST_SHOWN} more, which `--format json` lists"
        yield ""
    yield from _section("params", [_parameters(found.a, found.b)], style)
    yield from _section("outputs", _outputs(found), style)
    if found.mapping is not None and found.verdict != "identical":
        yield from _section("weights", _weights(found.mapping), style)
    yield from _section("training", _training(found), style)
    loads = [
        f"of {which}: {_load(one)}"
        for which, one in (("A into B", found.loads[0]), ("B into A", found.loads[1]))
    ]
    yield from _section("weights file", loads, style)
    linear = [f"{which}: {step.message}" for which, step in found.simplifications]
    yield from _section("could be simpler", linear, style)


def _section(title: str, lines: Iterable[str], style: Style) -> Iterator[str]:
    for number, line in enumerate(lines):
        head = style.bold(f"{title}:") if number == 0 else ""
        space = " " * (18 - len(title) - 1 if number == 0 else 18)
        yield f"{head}{space}{visible(line)}"


def _shown(
    word: str, message: str, places: Iterable[At], why: str | None, style: Style
) -> Iterator[str]:
    """One step or difference, with the lines that it speaks of."""
    yield f"{style.paint(f'[{word}]', '1;36')} {style.bold(visible(message))}"
    by_source: dict[Source, list[At]] = {}
    for at in dict.fromkeys(places):
        by_source.setdefault(at.span.source, []).append(at)
    for source, found in by_source.items():
        marked = found[:MOST_MARKS]
        numbers = [source.position(at.span.start) for at in marked]
        gutter = " " * len(str(max(line for line, _ in numbers)))
        line, column = numbers[0]
        yield f"{gutter}{style.frame('-->')} {visible(source.name)}:{line}:{column}"
        yield f"{gutter} {style.frame('|')}"
        marks = [Mark(at.span, "", "^", FRAME) for at in marked]
        yield from excerpt(source, marks, gutter, style)
    if why is not None:
        yield f"  {style.frame('=')} {visible(why)}"


def _parameters(a: Subject, b: Subject) -> str:
    left, right = a.parameters, b.parameters
    if left == right:
        return f"{left} in both"
    if left.complete and right.complete and left.total == right.total:
        return (
            f"{left} in both, of which {left.shown(left.trainable)} are trainable in A, and "
            f"{right.shown(right.trainable)} in B"
        )
    return f"{left} in A, {right} in B"


def _outputs(found: Comparison) -> Iterator[str]:
    if found.packs is None:
        for which, subject in (("A", found.a), ("B", found.b)):
            names = [one.name for one in subject.graph.outputs]
            yield f"{which} gives {_ends(subject, names)}"
        return
    for pack in found.packs:
        yield _pack(pack, found)


def _pack(pack: Pack, found: Comparison) -> str:
    left = _ends(found.a, [one.name for one in pack.a])
    right = _ends(found.b, [one.name for one in pack.b])
    if len(pack.a) == len(pack.b):
        return left if left == right else f"{left} in A is {right} in B"
    return f"{left} in A, packed as {right} in B"


def _ends(subject: Subject, names: list[str]) -> str:
    of = {one.name: subject.shapes.of(one.value) for one in subject.graph.outputs}
    parts = []
    for name in names[:4]:
        tensor = of[name]
        parts.append(f"`{name}` {'?' if tensor is None else show(tensor.shape)}")
    if len(names) > 4:
        parts.append(f"{len(names) - 4} more")
    return " and ".join((", ".join(parts[:-1]), parts[-1])) if len(parts) > 1 else parts[0]


def _weights(mapping: WeightMapping) -> Iterator[str]:
    rows = [(_part(one), _part(other)) for one, other in mapping.parts]
    if all(one == other for one, other in rows):
        yield "those of each layer are those of the layer of the same name"
        return
    width = max(len(one) for one, _ in rows[:MOST_WEIGHTS])
    for one, other in rows[:MOST_WEIGHTS]:
        yield f"{one:{width}} of A is {other} of B"
    if len(rows) > MOST_WEIGHTS:
        yield f"and {len(rows) - MOST_WEIGHTS} more"


def _part(part: Part) -> str:
    name = f"`{part.layer[-1]}`"
    if part.start is None or part.stop is None:
        return name
    if part.stop == part.start + 1:
        return f"column {part.start} of {name}"
    return f"columns {part.start} to {part.stop - 1} of {name}"


def _training(found: Comparison) -> Iterator[str]:
    training = found.training
    yield from training.losses
    if training.ratio is not None and training.losses:
        yield f"so the loss of B is {_times(training.ratio)} times that of A"
    elif training.ratio is not None and abs(training.ratio - 1) > 1e-9:
        yield f"the loss of B is {_times(training.ratio)} times that of A"
    if training.advice is not None:
        yield f"to train alike: {training.advice}"
    for note in training.notes[:MOST_SHOWN]:
        yield note.message
    if len(training.notes) > MOST_SHOWN:
        yield f"and {len(training.notes) - MOST_SHOWN} more"
    if training.is_alike and found.is_same:
        yield "alike" if training.both else "nothing differs"


def _times(ratio: float) -> str:
    """`2.0`, `0.3333`."""
    return f"{ratio:.1f}" if ratio == round(ratio, 1) else f"{ratio:.4g}"


def _load(one: Loading) -> str:
    return f"{_OUTCOMES[one.outcome]}: {one.message}"
