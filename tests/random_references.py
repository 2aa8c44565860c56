"""Specs that are drawn: entries inside of each other, and references to any part of them."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

BLOCKS = """\
blocks:
  two:
    inputs: [x]
    layers: {u: {Dense: 4, from: x}, v: {Dense: 4, from: u}}
    outputs: {a: u, b: v}
  many:
    params: {m: 2, of: 0}
    inputs: [x]
    layers:
      c: {Dense: 4, from: x, repeat: $m}
      both: {ops.split: {indices_or_sections: 2, axis: 1}, from: c}
      wide: {Dense: 4, from: "both.$of"}
    outputs: {a: c.0, b: wide}
"""

PARAMS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "n": (2, (1, 3)),
    "m": (1, (2, 3)),
    "copy_": ("p", ("q",)),
    "number": (0, (1,)),
    "step": ("f", ("g",)),
    "output": ("a", ("b",)),
    "entry": (0, (1,)),
    "flag": (False, (True,)),
}
"""The default of each param, and other values that it may be given."""


@dataclass(frozen=True)
class Drawn:
    """An entry: its kind, the steps of a chain, and its modifiers."""

    kind: str
    steps: tuple[Drawn, ...]
    modifiers: tuple[tuple[str, str], ...]

    def text(self, more: str) -> str:
        kind = self.kind
        if self.steps:
            steps = zip("fg", self.steps, strict=True)
            kind = f"chain: [{', '.join(one.text(f'name: {name}') for name, one in steps)}]"
        modifiers = [f"{word}: {value}" for word, value in self.modifiers]
        return f"{{{', '.join([kind, *modifiers, more])}}}"


def random_references(seed: int) -> tuple[str, list[dict[str, Any]]]:
    """A spec, and other values for its params."""
    rng = Random(seed)
    entries = [_entry(rng, 0) for _ in range(rng.choice((1, 2, 3)))]
    if rng.random() < 0.3:
        entries[1:] = entries[:1]
    lines = [
        f"  e{number}: {one.text(f'from: {source}')}"
        for number, (one, source) in enumerate(
            zip(entries, rng.choices("xy", k=3), strict=False)
        )
    ]
    alike = len(entries) == 2 and entries[0] == entries[1]
    paths = [_reference(rng, entries, alike) for _ in range(rng.choice((2, 3, 4)))]
    lines += [f'  o{i}: {{Concatenate, from: ["{one}", x]}}' for i, one in enumerate(paths)]
    outputs = [f"o{number}" for number in range(len(paths))]
    seen = [one for one in paths if "*" not in one]
    if seen and rng.random() < 0.5:
        a, b = rng.choice(seen), rng.choice(seen)
        steps = f'{{ops.add, call: {{x2: "{a}"}}}}, {{ops.multiply, call: {{x2: "{b}"}}}}'
        lines.append(f"  shared: {{chain: [Dense: 4, {steps}], from: x}}")
        lines.append("  again: {share: shared, from: y}")
        outputs += ["shared", "again"]
    body = "\n".join(lines)
    used = {name: one for name, one in PARAMS.items() if f"${name}" in body or name in "nm"}
    header = ", ".join(f"{name}: {str(one[0]).lower()}" for name, one in used.items())
    others = [
        {name: rng.choice(one[1]) for name, one in used.items() if rng.random() < 0.7}
        for _ in range(2)
    ]
    text = (
        f"params: {{{header}}}\ninputs: {{x: [4], y: [4]}}\n{BLOCKS}layers:\n{body}\n"
        f"outputs: [{', '.join(outputs)}]\n"
    )
    return text, [one for one in others if one]


def _entry(rng: Random, depth: int) -> Drawn:
    drawn = rng.random()
    kind, steps = "Dense: 4", ()
    if depth < 2 and drawn > 0.6:
        kind, steps = "chain", (_entry(rng, depth + 1), _entry(rng, depth + 1))
    elif depth == 0 and drawn > 0.3:
        kind = "two: " if drawn > 0.45 else "many: {m: $m, of: $number}"
    modifiers = []
    if kind in ("Dense: 4", "chain"):
        if rng.random() < 0.35:
            modifiers.append(("repeat", rng.choice(("2", "3", "$n", "$m"))))
        if rng.random() < 0.15:
            modifiers.append(("when", rng.choice(("$flag", "n > 1"))))
    if depth == 0 and rng.random() < 0.35:
        modifiers.append(("copies", rng.choice(("[p, q]", "2", "$n"))))
    return Drawn(kind, steps, tuple(modifiers))


def _reference(rng: Random, entries: list[Drawn], alike: bool) -> str:
    number = rng.randrange(len(entries))
    first = "e$entry" if alike and rng.random() < 0.3 else f"e{number}"
    return ".".join((first, *_path(rng, entries[number])))


def _path(rng: Random, entry: Drawn) -> list[str]:
    """A path into an entry, as far as it goes."""
    modifiers = dict(entry.modifiers)
    found = []
    copies = modifiers.get("copies")
    if copies is not None:
        if rng.random() < 0.2:
            return []
        named = copies.startswith("[")
        found.append(rng.choice(("p", "q", "*", "$copy_") if named else ("0", "*", "$number")))
    if "repeat" in modifiers and rng.random() < 0.6:
        found.append(rng.choice(("0", "*", "-1", "$entry")))
    if entry.steps and rng.random() < 0.75:
        step = rng.randrange(2)
        is_computed = entry.steps[0] == entry.steps[1] and rng.random() < 0.5
        found.append("$step" if is_computed else "fg"[step])
        found += _path(rng, entry.steps[step])
    elif entry.kind.startswith(("two", "many")) and rng.random() < 0.9:
        found.append(rng.choice(("a", "b", "$output")))
    return found
