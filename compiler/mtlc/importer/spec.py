"""The spec that a saved model becomes: what its models have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from mtlc.importer.file import File, string_in
from mtlc.importer.naming import free, spelt
from mtlc.importer.objects import POLICY, class_of
from mtlc.importer.problems import UnknownOrigin
from mtlc_spec.document import Header
from mtlc_spec.names import is_identifier
from mtlc_spec.nodes import Mapping, Node, Scalar, Sequence

_ALIASES_OF_KERAS = frozenset(
    (
        *("keras", "layers", "activations", "constraints", "initializers", "regularizers"),
        *("losses", "metrics", "optimizers", "random", "ops", "std", "applications"),
        *("build_model", "compile_model"),
    )
)
"""Names that no module of one's own can have in a spec."""

_UNKNOWN = "custom_layers"
"""The module of classes of which the file does not say where they are."""


class Spec:
    """What is gathered from all the models of a file."""

    def __init__(self, file: File) -> None:
        self.file = file
        file.policy = _policy(file.root)
        self.imports: dict[str, Node] = {}
        """The modules by their aliases."""
        self.blocks: dict[str, Node] = {}
        """What each nested model is, by its block."""
        self.names: set[str] = set()
        """The names that layers have in Keras."""
        self._aliases: dict[str, str] = {}

    def alias(self, node: Mapping, name: str) -> str:
        """The alias of the module that has a class."""
        module = string_in(node.get("module"))
        if module is None or not all(map(is_identifier, module.split("."))):
            module = _UNKNOWN
            self.file.add(UnknownOrigin, node, name=name, module=module)
        if module not in self._aliases:
            words = spelt(module.rpartition(".")[2].lstrip("_"), "custom").replace("-", "_")
            alias = free(words, self.imports, _ALIASES_OF_KERAS)
            self._aliases[module] = alias
            self.imports[alias] = Scalar(node.source, node.start, node.start + 1, module)
        return self._aliases[module]

    def block(self, name: str) -> str:
        """A key for a nested model that no other has."""
        words = spelt(name[:1].lower() + name[1:], "block")
        return free(words, self.blocks, self.names, {"chain"})


def _policy(root: Node) -> str:
    """The dtype policy that most layers have, if a spec can say it of a whole model."""
    counts = Counter(name for name in _policies(root) if name in _known_policies())
    (most,) = counts.most_common(1) or [("float32", 0)]
    return "float32" if counts["float32"] == most[1] else most[0]


def _known_policies() -> tuple[str, ...]:
    from typing import get_args

    return get_args(Header.model_fields["dtype"].annotation)


def _policies(root: Node) -> Iterator[str]:
    """The dtypes of all objects in a file."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Sequence):
            waiting += node.items
        elif isinstance(node, Mapping):
            if class_of(node) == POLICY and isinstance(config := node.get("config"), Mapping):
                yield string_in(config.get("name")) or ""
            waiting += [value for _, value in node]
