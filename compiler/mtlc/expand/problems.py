"""What can be wrong with the references and names of a spec."""

from __future__ import annotations

from mtlc_spec.diagnostics import Diagnostic, Edit
from mtlc_spec.nodes import excerpt
from mtlc_spec.suggestions import did_you_mean, nearest


class UnknownReference(Diagnostic, code="MTL2001"):
    """A reference names nothing in its scope.

    An entry, an input, or a named step can be referred to, wherever in the spec it
    stands.
    """

    name: str
    known: tuple[str, ...]

    @property
    def message(self) -> str:
        return f"there is no input or layer `{excerpt(self.name)}`"

    @property
    def help(self) -> str | None:
        return did_you_mean(self.name, self.known)

    @property
    def fix(self) -> tuple[Edit, ...]:
        meant = nearest(self.name, self.known)
        if meant is None or not self.span.text.startswith(self.name):
            return ()
        return (Edit(self.span._replace(end=self.span.start + len(self.name)), meant),)


class DuplicateName(Diagnostic, code="MTL2004"):
    """Two things would have one name.

    A layer is called by its path joined with `_`; inputs and layers share one name
    space, since checkpoints and logs know them by name alone.
    """

    name: str
    first: str
    second: str

    @property
    def message(self) -> str:
        return f"{self.second} and {self.first} would both be named `{self.name}`"

    @property
    def help(self) -> str:
        return "rename one of the two"


class NoOutput(Diagnostic, code="MTL2007"):
    """A graph of layers does not say which of them are its outputs."""

    @property
    def message(self) -> str:
        return "the layers are a graph, and `outputs` does not say where it ends"

    @property
    def help(self) -> str:
        return "add `outputs:` with a reference, a list, or a mapping of names to references"


class Unshareable(Diagnostic, code="MTL2008"):
    """`share` names something that cannot be applied again.

    Layers and chains can, at one level of the graph: Keras loses or doubles a layer
    that a nested model has in common with anything outside of it when the model is
    saved.
    """

    name: str
    reason: str

    @property
    def message(self) -> str:
        return f"`{self.name}` cannot be shared: {self.reason}"


class NoSuchPart(Diagnostic, code="MTL2012"):
    """A path leads into something that has no such part.

    The parts are the named steps of a chain, and the results of a layer that gives
    several, counted from 0.
    """

    name: str
    part: str
    known: tuple[str, ...]
    reason: str = ""

    @property
    def message(self) -> str:
        behind = f": {self.reason}" if self.reason else ""
        return f"`{self.name}` has no part `{excerpt(self.part)}`{behind}"

    @property
    def help(self) -> str | None:
        if not self.known:
            return None
        listed = ", ".join(f"`{one}`" for one in self.known[:12])
        return did_you_mean(self.part, self.known) or f"its parts are {listed}"


class EndlessReference(Diagnostic, code="MTL2013"):
    """Entries without layers refer to each other in a circle, or share each other."""

    path: tuple[str, ...]

    @property
    def message(self) -> str:
        return f"these refer to each other in a circle: {' → '.join(self.path)}"


class RepeatedOutput(Diagnostic, code="MTL2014"):
    """Two outputs have one name."""

    name: str

    @property
    def message(self) -> str:
        return f"two outputs are named `{self.name}`"

    @property
    def help(self) -> str:
        return "write the outputs as a mapping, each with its own name"
