"""What can be wrong with what a spec names: modules, functions, blocks, params, files."""

from __future__ import annotations

from mtlc_spec.diagnostics import Diagnostic, Edit
from mtlc_spec.suggestions import did_you_mean
from mtlc_spec.word_problems import respelled_part, respelling


class UnknownModule(Diagnostic, code="MTL1021"):
    """A kind with a dot names a module that `imports` does not have.

    `imports` gives aliases to importable Python modules; `ops`, `std` and `applications`
    are always there.

    Example::

        + imports: {mine: my_package.layers}
          inputs: {x: [4]}
          layers: [mine.Scale]
    """

    name: str
    known: tuple[str, ...]
    of_keras: str | None = None
    """What was meant of Keras itself."""

    @property
    def message(self) -> str:
        return f"`{self.name}` is not in `imports`"

    @property
    def help(self) -> str:
        if self.of_keras is not None and "." in self.of_keras:
            return f"write `{self.of_keras}`"
        if self.of_keras is not None:
            return f"write `{self.of_keras}`: what Keras has itself goes without a prefix"
        return did_you_mean(self.name, self.known) or (
            f"add `imports: {{{self.name}: your_package.module}}`"
        )

    @property
    def fix(self) -> tuple[Edit, ...]:
        meant = self.of_keras
        if meant is not None:
            is_word = self.span.text.endswith(meant.rpartition(".")[2])
            return (Edit(self.span, meant),) if is_word else ()
        return respelled_part(self.span, self.name, self.known)


class UnknownFunction(Diagnostic, code="MTL1022"):
    """Keras has no such function in `keras.ops`, or mtlc does not know what it gives.

    A function that mtlc does not know can be used if `returns` says what it gives.

    Example::

          inputs: {x: [4]}
          layers:
        -   a: {ops.absolut, from: x}
        +   a: {ops.absolute, from: x}
          outputs: a
    """

    name: str
    known: tuple[str, ...]

    @property
    def message(self) -> str:
        if self.known:
            return f"Keras has no function `ops.{self.name}`"
        return f"what `ops.{self.name}` gives is not known"

    @property
    def help(self) -> str | None:
        if self.known:
            return did_you_mean(self.name, self.known, "ops.")
        return "say it: `returns: [SHAPE]`, without the batch axis"

    @property
    def fix(self) -> tuple[Edit, ...]:
        return respelled_part(self.span, self.name, self.known)


class UnknownNetwork(Diagnostic, code="MTL1029"):
    """`keras.applications` has no network of this name.

    Example::

          inputs: {image: [96, 96, 3]}
        - layers: [applications.MobileNet2: {weights: null}]
        + layers: [applications.MobileNetV2: {weights: null, input_shape: [96, 96, 3]}]
    """

    name: str
    known: tuple[str, ...]

    @property
    def message(self) -> str:
        return f"Keras has no network `applications.{self.name}`"

    @property
    def help(self) -> str | None:
        return did_you_mean(self.name, self.known, "applications.")

    @property
    def fix(self) -> tuple[Edit, ...]:
        return respelled_part(self.span, self.name, self.known)


class UnknownBlock(Diagnostic, code="MTL1023"):
    """`std` has no block of this name.

    Example::

          inputs: {x: [4]}
        - layers: [std.perceptron]
        + blocks: {perceptron: {layers: [{Dense: 8}, ReLU]}}
        + layers: [perceptron]
    """

    name: str
    known: tuple[str, ...]

    @property
    def message(self) -> str:
        return f"there is no block `{self.name}`"

    @property
    def help(self) -> str:
        listed = ", ".join(f"`{name}`" for name in self.known)
        others = f"there are {listed}" if listed else "define it in `blocks`"
        return did_you_mean(self.name, self.known) or others

    @property
    def fix(self) -> tuple[Edit, ...]:
        return respelling(self, self.name, self.known)


class MissingParam(Diagnostic, code="MTL1024"):
    """A param of the document has no value, and none is given for it.

    Example::

        - params: {width: $required}
        + params: {width: 8}
          inputs: {x: [4]}
          layers: [Dense: $width]
    """

    name: str

    @property
    def message(self) -> str:
        return f"the param `{self.name}` must be given"

    @property
    def help(self) -> str:
        return f"use `--set {self.name}=VALUE`, or give it a value here"


class UnknownSetting(Diagnostic, code="MTL1025"):
    """A value is given for a param that the spec does not have.

    Example::

        - # --set widht=16
        + # --set width=16
          params: {width: 8}
          inputs: {x: [4]}
          layers: [Dense: $width]
    """

    name: str
    known: tuple[str, ...]

    @property
    def message(self) -> str:
        return f"the spec has no param `{self.name}`"

    @property
    def help(self) -> str:
        if not self.known:
            return "it has no `params`"
        listed = ", ".join(f"`{name}`" for name in self.known)
        return did_you_mean(self.name, self.known) or f"its params are {listed}"


class UnreadableInclude(Diagnostic, code="MTL1026"):
    """A file of blocks cannot be included.

    `include` names files inside the spec's own folder, relative to it.

    Example::

        - include: [../blocks.yaml]
          inputs: {x: [4]}
          layers: [Dense: 8]
    """

    path: str
    reason: str

    @property
    def message(self) -> str:
        return f"`{self.path}` cannot be included: {self.reason}"


class InvalidModule(Diagnostic, code="MTL1027"):
    """What an alias of `imports` stands for is not the name of a Python module.

    Example::

        - imports: {mine: my-package/layers.py}
        + imports: {mine: my_package.layers}
          inputs: {x: [4]}
          layers: [mine.Scale]
    """

    name: str

    @property
    def message(self) -> str:
        return f"`{self.name}` is not the name of a Python module"

    @property
    def help(self) -> str:
        return "write it as in an import statement: `package.module`"


class RepeatedBlock(Diagnostic, code="MTL1028"):
    """Two blocks have one name, one of the spec and one of an included file.

    Example::

        - include: [blocks.yaml]  # it has a block `head`
          inputs: {x: [4]}
          blocks: {head: {layers: [Dense: 8]}}
          layers: [head]
    """

    name: str

    @property
    def message(self) -> str:
        return f"there are two blocks `{self.name}`"
