"""What can be wrong with the references and names of a spec."""

from __future__ import annotations

import re

from mtlc_spec.diagnostics import Diagnostic, Edit
from mtlc_spec.nodes import excerpt
from mtlc_spec.suggestions import did_you_mean, surely
from mtlc_spec.word_problems import respelled_part


class UnknownReference(Diagnostic, code="MTL2001"):
    """A reference names nothing in its scope.

    An entry, an input, or a named step can be referred to, wherever in the spec it
    stands.

    Example::

          inputs: {x: [4]}
          layers:
        -   a: {Dense: 8, from: y}
        +   a: {Dense: 8, from: x}
          outputs: a
    """

    name: str
    known: tuple[str, ...]
    unnamed_step: bool = False
    output: str | None = None
    """The output that is trained on what stands in the place of a reference."""

    @property
    def message(self) -> str:
        return f"there is no input or layer `{excerpt(self.name)}`"

    @property
    def help(self) -> str:
        if self.unnamed_step:
            return f"add `name: {self.name}` to the step that is meant"
        if self.output is not None:
            return f"a loss is written `{self.output}: {{loss: {self.name}}}`"
        listed = ", ".join(f"`{name}`" for name in self.known[:12])
        return did_you_mean(self.name, self.known) or f"the names are {listed}"

    @property
    def fix(self) -> tuple[Edit, ...]:
        meant = surely(self.name, self.known)
        if meant is None or not self.span.text.startswith(self.name):
            return ()
        return (Edit(self.span._replace(end=self.span.start + len(self.name)), meant),)


class DuplicateName(Diagnostic, code="MTL2004"):
    """Two things would have one name.

    A layer is called by its path joined with `_`; inputs and layers share one name
    space, since checkpoints and logs know them by name alone.

    Example::

          inputs: {x: [4]}
        - layers: [{Dense: 8, name: a}, {Dense: 4, name: a}]
        + layers: [{Dense: 8, name: a}, {Dense: 4, name: b}]
    """

    name: str
    first: str
    second: str

    @property
    def message(self) -> str:
        return f"{self.second} and {self.first} would both be named `{self.name}`"

    @property
    def help(self) -> str:
        return "give one of the two another name"


class NoOutput(Diagnostic, code="MTL2007"):
    """A graph of layers does not say which of them are its outputs.

    Example::

          inputs: {x: [4]}
          layers:
            a: {Dense: 8, from: x}
        + outputs: a
    """

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

    Example::

          inputs: {x: [4], y: [4]}
          layers:
            a: {chain: [{Dense: 4, name: first}, ReLU], from: x}
            b: {share: a, from: y}
        -   c: {share: a.first, from: y}
        +   c: {Dense: 4, from: y}
          outputs: [a, b, c]
    """

    name: str
    reason: str

    @property
    def message(self) -> str:
        return f"`{self.name}` cannot be shared: {self.reason}"

    @property
    def help(self) -> str:
        return "share a layer or a chain of the same level of the graph, or write it anew"


class NoSuchPart(Diagnostic, code="MTL2012"):
    """A path leads into something that has no such part.

    The parts are the named steps of a chain, and the results of a layer that gives
    several, counted from 0.

    Example::

          inputs: {x: [10, 4]}
          layers:
            a: {LSTM: {units: 8, return_state: true}, from: x}
        - outputs: a.3
        + outputs: a.2
    """

    name: str
    part: str
    known: tuple[str, ...]
    reason: str = ""
    outputs: tuple[str, ...] = ()
    """What a block gives in a list, by the names that it has inside."""

    @property
    def message(self) -> str:
        behind = f": {self.reason}" if self.reason else ""
        return f"`{self.name}` has no part `{excerpt(self.part)}`{behind}"

    @property
    def help(self) -> str:
        if not self.known:
            return f"leave out `.{self.part}`"
        if self.outputs:
            named = ", ".join(f"{one}: {one}" for one in self.outputs)
            return f"outputs in a list have no names; `outputs: {{{named}}}` gives them some"
        listed = ", ".join(f"`{one}`" for one in self.known[:12])
        return did_you_mean(self.part, self.known) or f"its parts are {listed}"

    @property
    def fix(self) -> tuple[Edit, ...]:
        if self.known:
            return respelled_part(self.span, self.part, self.known)
        # the first of one tensor is that tensor
        is_first = self.part == "0" and self.span.text == f"{self.name}.0"
        return (Edit(self.span, self.name),) if is_first else ()


class EndlessShare(Diagnostic, code="MTL2013"):
    """Entries share each other in a circle, so that none of them has the weights.

    Example::

          inputs: {x: [4], y: [4]}
          layers:
            a: {share: b, from: x}
        -   b: {share: a, from: y}
        +   b: {Dense: 8, from: y}
          outputs: [a, b]
    """

    path: tuple[str, ...]

    @property
    def message(self) -> str:
        return f"these share each other in a circle: {' → '.join(self.path)}"

    @property
    def help(self) -> str:
        return "let one of them be a layer"


class RepeatedOutput(Diagnostic, code="MTL2014"):
    """Two outputs have one name.

    Example::

          inputs: {x: [4]}
          layers:
            a: {Dense: 8, from: x}
        - outputs: [a, a]
        + outputs: {first: a, second: a}
    """

    name: str
    of_copies: bool = False
    """It is the name of a copy, which its output takes over."""

    @property
    def message(self) -> str:
        return f"two outputs are named `{self.name}`"

    @property
    def help(self) -> str:
        if self.of_copies:
            return "give the copies other names: outputs of copies are called after these"
        return "write the outputs as a mapping, each with its own name"


class LayerCycle(Diagnostic, code="MTL2003"):
    """Layers take each other's outputs in a circle, so that none can be computed first.

    A network that feeds back over time is a recurrent layer (`LSTM`, `GRU`), whose state
    stays inside the layer.

    Example::

          inputs: {x: [4]}
          layers:
        -   a: {Add, from: [x, b]}
        +   a: {Add, from: [x, x]}
            b: {Dense: 4, from: a}
          outputs: b
    """

    path: tuple[str, ...]

    @property
    def message(self) -> str:
        return f"these depend on each other in a circle: {' → '.join(self.path)}"

    @property
    def help(self) -> str:
        return "break the circle at one `from`"


class BlockRecursion(Diagnostic, code="MTL2018"):
    """A block uses itself, directly or through others.

    Example::

          inputs: {x: [4]}
          blocks:
            deep:
              layers:
                - Dense: 4
        -       - deep
        + layers: [{deep, repeat: 3}]
        - layers: [deep]
    """

    path: tuple[str, ...]

    @property
    def message(self) -> str:
        if len(self.path) == 2:
            return f"the block `{self.path[0]}` uses itself"
        return f"these blocks use each other in a circle: {' → '.join(self.path)}"

    @property
    def help(self) -> str:
        return "use `repeat` to apply a block several times"


class WrongInputs(Diagnostic, code="MTL2025"):
    """A block gets another number of inputs than it has.

    Example::

          inputs: {x: [4], y: [4]}
          blocks:
            both: {inputs: [a, b], layers: {sum: {Add, from: [a, b]}}, outputs: sum}
          layers:
        -   z: {both, from: x}  # mtlc: allow unused-input
        +   z: {both, from: [x, y]}
          outputs: z
    """

    block: str
    inputs: tuple[str, ...]
    given: int

    @property
    def message(self) -> str:
        listed = ", ".join(f"`{one}`" for one in self.inputs)
        count = f"{len(self.inputs)} input{'' if len(self.inputs) == 1 else 's'}"
        return f"`{self.block}` has {count} ({listed}), but gets {self.given}"

    @property
    def help(self) -> str | None:
        if len(self.inputs) > 1:
            return f"write a list: `from: [{', '.join(self.inputs)}]`"
        return "a bundle is one input: leave the list away" if self.given > 1 else None


class WrongCount(Diagnostic, code="MTL2019"):
    """What `repeat`, `copies` or `when` is computed to cannot be one.

    Example::

          params: {depth: 3}
          inputs: {x: [4]}
        - layers: [{Dense: 4, repeat: $(depth / 2)}]
        + layers: [{Dense: 4, repeat: $(depth // 2)}]
    """

    name: str
    wanted: str
    found: str
    meant: str | None = None
    """What a param is to be."""

    @property
    def message(self) -> str:
        return f"`{self.name}` must be {self.wanted}, and is {self.found}"

    @property
    def help(self) -> str | None:
        return None if self._meant is None else f"write `{self._meant}`"

    @property
    def fix(self) -> tuple[Edit, ...]:
        return () if self._meant is None else (Edit(self.span, self._meant),)

    @property
    def _meant(self) -> str | None:
        """The expression that was meant, where only the name in it is one: `$depth - 1`."""
        written = self.span.text
        if self.meant is not None:
            return self.meant
        if not _AROUND_A_NAME.fullmatch(written):
            return None
        plain = written.replace("$", "")
        return plain if self.name == "when" else f"$({plain})"


_AROUND_A_NAME = re.compile(r"(?=.*[-+*/%<>=])[\w\s$.%*/<>=!+-]*\$[A-Za-z_][\w\s$.%*/<>=!+-]*")


class ExpansionTooLarge(Diagnostic, code="MTL2020"):
    """Repeats, copies and blocks make more layers than are allowed.

    The bound is a million layers, or what `--max-layers` says. What makes no layers is
    bounded as well, and so are the tensors in one bundle.

    Example::

          # --max-layers 100
          inputs: {x: [4]}
        - layers: [{chain: [{Dense: 4, repeat: 20}], repeat: 20}]
        + layers: [{chain: [{Dense: 4, repeat: 2}], repeat: 20}]
    """

    most: int
    count: int
    what: str = "layers"

    @property
    def message(self) -> str:
        return f"this makes at least {self.count:,} {self.what}, and {self.most:,} are allowed"

    @property
    def help(self) -> str:
        if self.what != "layers":
            return "use a smaller number, or fewer levels"
        return "use a smaller number, or raise the bound with `--max-layers`"


class ClosedInside(Diagnostic, code="MTL2021"):
    """A model that is an argument of a layer refers to something outside of it.

    The layer calls it with what it likes (`TimeDistributed` with one step at a time), so
    it sees its own input alone.

    Example::

          inputs: {x: [5, 6, 4], y: [6, 4]}  # mtlc: allow unused-input
          layers:
            a:
              from: x
              TimeDistributed:
                chain:
        -         - {MultiHeadAttention: {num_heads: 2, key_dim: 4}, call: {value: y}}
        +         - Dense: 4
                  - LayerNormalization
          outputs: a
    """

    name: str

    @property
    def message(self) -> str:
        return f"`{self.name}` stands outside of the layer whose argument this is"


class TooNested(Diagnostic, code="MTL2022"):
    """Blocks use blocks that use blocks, more levels deep than are allowed.

    Example::

          inputs: {x: [4]}
          blocks:
            deep: {layers: [<35 x {repeat: 1, chain: [>{Dense: 4}<35 x ]}>]}
        - layers: [<35 x {repeat: 1, chain: [>deep<35 x ]}>]
        + layers: [deep]
    """

    most: int

    @property
    def message(self) -> str:
        return f"more than {self.most} blocks and chains stand inside each other here"


class CallOfModel(Diagnostic, code="MTL2023"):
    """`call` stands beside a chain or a block, which takes no arguments of a call.

    They belong to the layers inside.

    Example::

          inputs: {x: [4]}
          layers:
        -   a: {chain: [{Dropout: 0.5}], from: x, call: {training: true}}
        +   a: {chain: [{Dropout: 0.5, call: {training: true}}], from: x}
          outputs: a
    """

    kind: str

    @property
    def message(self) -> str:
        return f"a {self.kind} takes no `call`"

    @property
    def help(self) -> str:
        return "write it beside the layer that takes the arguments"


class WrongReturns(Diagnostic, code="MTL2024"):
    """`returns` is not a shape, not the arguments of an input, and not a list of those.

    Example::

          imports: {mine: my_package.layers}
          inputs: {x: [4]}
          layers:
        -   a: {mine.Scale, from: x, returns: same}
        +   a: {mine.Scale, from: x, returns: [4]}
          outputs: a
    """

    found: str

    @property
    def message(self) -> str:
        return f"`returns` cannot be {self.found}"

    @property
    def help(self) -> str:
        return "write `returns: [10, 2]`, `{shape: [10], dtype: int32}`, or a list of such"
