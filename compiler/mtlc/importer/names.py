"""The names that the parts of a model have in a spec."""

from __future__ import annotations

from mtlc.importer.file import File, Unreadable
from mtlc.importer.functions import function_in
from mtlc.importer.naming import free, spelt
from mtlc.importer.parts import Part
from mtlc.importer.problems import Renamed
from mtlc.importer.spec import Spec
from mtlc_spec.functions.operations import operation_name


class Names:
    """Names the inputs and layers of one model."""

    def __init__(
        self, spec: Spec, prefix: str, inputs: dict[str, Part], layers: dict[str, Part]
    ) -> None:
        self.spec = spec
        self.file: File = spec.file
        self.prefix = prefix
        self.inputs = inputs
        self.layers = layers

    def name(self) -> dict[tuple[str, int], str]:
        """Give every part a name that a spec can say; the names of the calls' entries."""
        functions = {
            operation_name(one.class_name): one
            for one in self.layers.values()
            if one.is_function
        }
        automatic = {name for one in functions.values() if (name := _automatic(self.file, one))}
        taken: set[str] = set()
        renamed: list[tuple[Part, str]] = []
        for part in (*self.inputs.values(), *self.layers.values()):
            if part.is_function:
                continue
            short = part.name.removeprefix(self.prefix) or part.name
            key = spelt(short, "input" if part.is_input else "layer")
            if _base(f"{self.prefix}{key}") in automatic and not (
                part.is_input and self.prefix
            ):
                key = f"{key}_layer"
            key = free(key, taken, _Under(self.prefix, self.spec.names))
            taken.add(key)
            part.key = key
            if not part.is_input:
                self.spec.names.add(f"{self.prefix}{key}")
            is_inner = part.is_input and self.prefix
            if not is_inner and f"{self.prefix}{key}" != part.name:
                renamed.append((part, f"{self.prefix}{key}"))
        self._tell(renamed)
        for part in self.layers.values():
            if part.is_function:
                part.key = free(spelt(part.name, "function"), taken)
                taken.add(part.key)
        found: dict[tuple[str, int], str] = {}
        for part in self.layers.values():
            for number in range(len(part.calls)):
                word = part.key if number == 0 else free(f"{part.key}_again", taken)
                taken.add(word)
                found[part.name, number] = word
        return found

    def _tell(self, renamed: list[tuple[Part, str]]) -> None:
        """Report new names; those of a nested model's layers once."""
        if not self.prefix:
            for part, other in renamed:
                self.file.add(Renamed, part.at, name=part.name[:80], other=other)
        elif renamed:
            part, other = renamed[0]
            more = len(renamed) - 1
            self.file.add(Renamed, part.at, name=part.name[:80], other=other, more=more)


class _Under:
    """The names inside of a model, of all names that there are."""

    def __init__(self, prefix: str, names: set[str]) -> None:
        self.prefix = prefix
        self.names = names

    def __contains__(self, name: object) -> bool:
        return f"{self.prefix}{name}" in self.names


def _automatic(file: File, part: Part) -> str | None:
    """What Keras calls the calls of a function."""
    try:
        return operation_name(function_in(file, part))
    except Unreadable:
        return None  # it is reported where it is read


def _base(name: str) -> str:
    word, _, number = name.rpartition("_")
    return word if number.isdecimal() else name
