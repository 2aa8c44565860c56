"""What can be wrong with the wiring of single entries, as far as their words show it."""

from __future__ import annotations

from mtlc_spec.diagnostics import Diagnostic


class MissingFrom(Diagnostic, code="MTL2009"):
    """An entry of a graph does not say where its input comes from.

    The order of a mapping never matters, so every entry of a mapping says `from`. In a
    list each layer takes what the one before it gives.

    Example::

          inputs: {x: [4]}
          layers:
        -   a: {Dense: 8}
        +   a: {Dense: 8, from: x}
          outputs: a
    """

    entry: str

    @property
    def message(self) -> str:
        return f"`{self.entry}` does not say `from`"

    @property
    def help(self) -> str:
        return "add `from: NAME`, or write the layers as a list"


class FromInChain(Diagnostic, code="MTL2010"):
    """A step of a chain says `from`, but its input is what the step before it gives.

    Example::

          inputs: {x: [4]}
        - layers: [{Dense: 8, from: x}]
        + layers: [Dense: 8]
    """

    @property
    def message(self) -> str:
        return "a step of a chain takes what the step before it gives, and says no `from`"

    @property
    def help(self) -> str:
        return "remove `from`, or write the layers as a mapping"


class NameInGraph(Diagnostic, code="MTL2011"):
    """An entry of a graph has a `name`, but its key is its name.

    Example::

          inputs: {x: [4]}
          layers:
        -   a: {Dense: 8, from: x, name: head}
        +   a: {Dense: 8, from: x}
          outputs: a
    """

    entry: str

    @property
    def message(self) -> str:
        return f"`{self.entry}` is named by its key, and has a `name` as well"

    @property
    def help(self) -> str:
        return "remove `name`, or rename the key"


class TensorArgument(Diagnostic, code="MTL2029"):
    """A tensor stands among the arguments of a layer or function.

    Arguments are constants. Tensors are named in `from`, in the order in which the layer
    or function takes them, and by `call` where it takes them by name.

    Example::

          inputs: {x: [4], y: [4]}
          layers:
        -   a: {ops.subtract: [x, y]}
        +   a: {ops.subtract, from: [x, y]}
          outputs: a
    """

    name: str
    kind: str
    written: str
    """The entry with its tensors where they belong."""
    outer: str = ""
    """The kind of the entry among whose arguments that one stands."""
    in_chain: bool = False

    @property
    def message(self) -> str:
        what = "gives a tensor" if self.kind == self.outer else "is a tensor"
        return f"`{self.name}` {what}, and stands among the arguments of `{self.kind}`"

    @property
    def help(self) -> str:
        if self.outer:
            return (
                f"make `{self.written}` an entry of its own, and name that in the `from` "
                f"of `{self.outer}`"
            )
        if self.in_chain:
            return "write the layers as a mapping: there `from` names tensors, and not here"
        return f"write `{self.written}`"
