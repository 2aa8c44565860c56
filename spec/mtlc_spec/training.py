"""From what is written to tasks and `training`, every place kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from pydantic import BaseModel

from mtlc_spec.diagnostics import Report
from mtlc_spec.document import Places, Task, Training
from mtlc_spec.imported import imported_arguments
from mtlc_spec.names import invalid_name, is_identifier
from mtlc_spec.nodes import Key, Node, Scalar, Sequence, words_for
from mtlc_spec.nodes import Mapping as MappingNode
from mtlc_spec.references import wrong_form
from mtlc_spec.source import Span
from mtlc_spec.structure_problems import UnknownModule
from mtlc_spec.tasks import TaskArguments, TrainingArguments
from mtlc_spec.templates import Template, is_dynamic, read_template
from mtlc_spec.word_problems import OutOfRange

_OF_KERAS = ("keras", "tf", "losses", "metrics", "optimizers")
"""How Python code begins the names of Keras."""

FIXED = ("total", "balance")
"""Keys of `training` that no param can decide."""

M = TypeVar("M", bound=BaseModel)


class TrainingReader:
    """Reads what a document says of training; `imports` are its modules by alias."""

    def __init__(self, report: Report, imports: Mapping[str, str]) -> None:
        self.report = report
        self.imports = imports

    def task(self, key: Scalar, node: MappingNode) -> Task:
        """What an output is trained on, from its keys but `from`."""
        own = {name: one for name, one in node.entries.items() if name != "from"}
        written = MappingNode(node.source, node.start, node.end, own, node.incomplete)
        arguments = self._arguments(TaskArguments, key, written, f"the output {key.value}")
        return Task(arguments, places(written))

    def training(self, key: Key) -> Training | None:
        """What stands behind `training`; None if that is nothing."""
        node = key.node
        if isinstance(node, Scalar) and node.value is None:
            return None
        if not isinstance(node, MappingNode):
            wanted = "a mapping with `optimizer`"
            self.report.add(wrong_form(node, "training", wanted, key.span))
            return Training(key.span, None, {})
        arguments = None
        if self._are_fixed(node):
            arguments = self._arguments(TrainingArguments, key, node, "training")
        return Training(key.span, arguments, places(node))

    def _are_fixed(self, node: MappingNode) -> bool:
        """Whether what decides on the form of the code is written out, and not computed."""
        good = True
        for name in FIXED:
            one = node.get(name)
            if isinstance(one, Scalar) and is_dynamic(one):
                wanted = "must be written out, since the code depends on it"
                found = words_for(one)
                self.report.add(
                    OutOfRange(span=one.span, name=name, wanted=wanted, found=found)
                )
                good = False
        return good

    def _arguments(
        self, model: type[M], key: Scalar, node: MappingNode, where: str
    ) -> M | Template[M] | None:
        unknown = [kind for kind, value in _imported(node) if not self._is_known(kind, value)]
        return None if unknown else read_template(model, key, node, self.report, where)

    def _is_known(self, kind: Scalar, node: Node | None) -> bool:
        """Whether `alias.name` is of a module that is imported, and its arguments can be."""
        alias, _, name = str(kind.value).partition(".")
        if alias not in self.imports:
            known = (*self.imports,)
            of_keras = None
            if alias in _OF_KERAS:
                of_keras = name.rpartition(".")[2]
            self.report.add(
                UnknownModule(span=kind.span, name=alias, known=known, of_keras=of_keras)
            )
            return False
        if not is_identifier(name):
            reason = "Python code cannot say it behind the dot"
            self.report.add(invalid_name(kind.span, name, reason))
            return False
        return imported_arguments(str(kind.value), node, (), self.report) is not None


def _imported(node: MappingNode) -> Iterator[tuple[Scalar, Node | None]]:
    """What is called by the name of a module, with what stands behind it."""
    for name in ("loss", "metrics", "optimizer"):
        found = node.get(name)
        for one in found.items if isinstance(found, Sequence) else [found]:
            if isinstance(one, MappingNode) and len(one.entries) == 1:
                ((kind, value),) = one
            elif isinstance(one, Scalar):
                kind, value = one, None  # type: ignore[assignment]
            else:
                continue
            word = kind.value
            if isinstance(word, str) and "." in word and "$" not in word and "(" not in word:
                yield kind, value


def places(node: MappingNode) -> Places:
    """Where everything in a mapping is written; an object stands where its kind does."""
    found: dict[tuple[str, ...], Span] = {}
    for name, key in node.entries.items():
        _place((str(name),), key.node, found)
    return found


def _place(path: tuple[str, ...], node: Node, found: dict[tuple[str, ...], Span]) -> None:
    found[path] = node.span
    if isinstance(node, Sequence):
        for number, one in enumerate(node.items):
            _place((*path, str(number)), one, found)
    elif isinstance(node, MappingNode):
        entries = node.entries
        (key, *others) = entries.values() or [None]
        if key is not None and not others and isinstance(key.value, str):
            if not isinstance(key.node, MappingNode):
                found[path] = key.span
                _place((*path, ""), key.node, found)
                return
            if str(key.value)[:1].isupper() or "." in str(key.value):
                found[path] = key.span
                entries = key.node.entries
                if len(entries) == 1 and str(next(iter(entries)))[:1].isupper():
                    _place((*path, ""), key.node, found)
                    return
        for name, key in entries.items():
            _place((*path, str(name)), key.node, found)
