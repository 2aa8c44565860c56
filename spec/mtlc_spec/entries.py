"""Layer entries: the kind of each, its arguments, and the words beside it."""

from __future__ import annotations

from mtlc_spec.arguments import read_arguments
from mtlc_spec.diagnostics import Label, Report
from mtlc_spec.document import (
    Argument,
    Body,
    Chain,
    Constant,
    Entry,
    LayerUse,
    Reference,
    Share,
    Unknown,
)
from mtlc_spec.graph_problems import FromInChain, MissingFrom, NameInGraph
from mtlc_spec.layers import ALIASES, NOT_COVERED, layer_class, layer_names
from mtlc_spec.names import ENTRY_KEYS, NAME, check_name
from mtlc_spec.nodes import Key, Mapping, Node, Scalar, Sequence, plain, words_for
from mtlc_spec.source import Span
from mtlc_spec.suggestions import nearest
from mtlc_spec.values.tagged import spread
from mtlc_spec.word_problems import (
    InvalidReference,
    KerasAlias,
    NoKind,
    SecondKind,
    UncoveredLayer,
    UnknownLayer,
    Unsupported,
    WrongType,
)
from mtlc_spec.yaml_problems import MissingSpace

LATER = ("repeat", "copies", "when", "returns")
_NO_ARGUMENTS: dict[str, Argument] = {}
_NO_SPANS: dict[str, Span] = {}


def wrong_form(node: Node, name: str, wanted: str, place: Span | None = None) -> WrongType:
    """A report of a node that is not the kind of thing that its key wants."""
    small = isinstance(node, Scalar) and not node.empty
    return WrongType(
        span=node.span if small or place is None else place,
        name=name,
        wanted=wanted,
        found="empty" if isinstance(node, Scalar) and node.empty else words_for(node),
    )


def read_reference(node: Node, report: Report) -> Reference | None:
    """A reference; None, and a report, if the node is none."""
    if isinstance(node, Scalar) and isinstance(node.value, str):
        path = node.value.split(".")
        if NAME.fullmatch(path[0]) and all(path):
            return Reference(tuple(path), node.span)
    if isinstance(node, Scalar) and str(node.value).startswith("$"):
        report.add(Unsupported(span=node.span, name=str(node.value)))
    else:
        report.add(InvalidReference(span=node.span, found=words_for(node)))
    return None


class EntryReader:
    """Reads the entries of one document; `blocks` are the names that it defines."""

    def __init__(self, report: Report, blocks: frozenset[str]) -> None:
        self.report = report
        self.blocks = blocks

    def chain(self, node: Sequence) -> Chain:
        """The steps of a list."""
        steps = (self._step(item) for item in node)
        return Chain(tuple(step for step in steps if step is not None))

    def graph(self, node: Mapping) -> dict[str, Entry]:
        """The entries of a mapping, by name."""
        found = {}
        for key, value in node:
            name = check_name(key, self.report)
            entry = self._entry(name, key, value)
            if name is not None and entry is not None:
                found[name] = entry
        return found

    def _entry(self, name: str | None, key: Scalar, node: Node) -> Entry | None:
        nothing = Entry(name, "", key.span, key.span, Unknown(), (), _NO_ARGUMENTS, _NO_SPANS)
        if isinstance(node, Scalar) and isinstance(node.value, str):
            self._apply(node, None)
            self.report.add(MissingFrom(span=key.span, entry=str(key.value)))
            return nothing
        if not isinstance(node, Mapping):
            self._no_kind(node, key.span)
            return nothing
        entry = self._mapping(name, key.span, node)
        if entry is None:
            return nothing
        if "name" in node.entries:
            self.report.add(NameInGraph(span=node.entries["name"].span, entry=str(key.value)))
        if entry.inputs is None:
            if "from" not in node.entries and not _misspelt_from(node):
                self.report.add(MissingFrom(span=key.span, entry=str(key.value)))
            return _poisoned(entry)
        return entry

    def _step(self, node: Node) -> Entry | None:
        if isinstance(node, Scalar) and isinstance(node.value, str):
            kind, body = self._apply(node, None)
            return Entry(None, kind, node.span, node.span, body, None, _NO_ARGUMENTS, _NO_SPANS)
        if not isinstance(node, Mapping):
            self._no_kind(node, node.span)
            return None
        name = None
        named = node.entries.get("name")
        if named is not None:
            name = self._step_name(named.node)
        entry = self._mapping(name, None, node)
        if entry is not None and "from" in node.entries:
            self.report.add(FromInChain(span=node.entries["from"].span))
        return entry

    def _no_kind(self, node: Scalar | Sequence, place: Span) -> None:
        empty = isinstance(node, Scalar) and node.empty
        found = "is empty" if empty else f"is {words_for(node)}"
        span = place if empty else node.span
        self.report.add(NoKind(span=span, found=found))

    def _step_name(self, node: Node) -> str | None:
        if not isinstance(node, Scalar) or not isinstance(node.value, str):
            self.report.add(wrong_form(node, "name", "a name"))
            return None
        return check_name(node, self.report)

    def _mapping(self, name: str | None, place: Span | None, node: Mapping) -> Entry | None:
        """The entry of `{from: …, KIND: …}`."""
        kinds = [pair for pair in node if pair[0].value not in ENTRY_KEYS]
        later = [key for key, _ in node if key.value in LATER]
        for key in later:
            self.report.add(Unsupported(span=key.span, name=str(key.value)))
        share = node.entries.get("share")
        inputs, call, call_spans = self._wiring(node)
        kind: str
        body: Body
        if share is not None:
            kind, kind_span = "share", share.span
            target = read_reference(share.node, self.report)
            body = Unknown() if target is None else Share(target)
            for key, _ in kinds:
                self._second("share", key)
        elif len(kinds) > 1:
            key, value = next((pair for pair in kinds if self._is_kind(pair[0])), kinds[0])
            kind, kind_span, body = str(key.value), key.span, Unknown()
            self._beside(key, value, [pair for pair in kinds if pair[0] is not key])
        elif kinds:
            key, value = kinds[0]
            kind_span = key.span
            kind, body = self._apply(key, value)
        else:
            found = "does not" if node.entries else "is an empty mapping"
            self.report.add(NoKind(span=place or node.span, found=found))
            return None
        if later or call is None:
            body, call = Unknown(), _NO_ARGUMENTS
        return Entry(name, kind, place or kind_span, kind_span, body, inputs, call, call_spans)

    def _is_kind(self, key: Scalar) -> bool:
        name = str(key.value)
        return (
            name == "chain" or ALIASES.get(name, name) in layer_names() or name in NOT_COVERED
        )

    def _beside(self, kind: Key, node: Node, others: list[tuple[Key, Node]]) -> None:
        """Report the further kinds of an entry; arguments that stand beside it, once."""
        name = str(kind.value)
        main = ALIASES.get(name, name)
        model = layer_class(main) if main in layer_names() else None
        fields = model.model_fields if model is not None else {}
        arguments = [(key, value) for key, value in others if key.value in fields]
        empty = isinstance(node, Scalar) and node.empty
        if model is not None and arguments:
            (first, _), *further = arguments
            given: object = None if empty else node
            if isinstance(node, Mapping):
                given = {key.value: value for key, value in node}
            own = {
                key: _short(value if isinstance(value, _NODES) else node)
                for key, value in spread(model, given).items()
            }
            own |= {str(key.value): _short(value) for key, value in arguments}
            written = ", ".join(f"{key}: {value}" for key, value in own.items())
            self.report.add(
                SecondKind(
                    span=first.span,
                    kind=name,
                    name=str(first.value),
                    known=(),
                    repair=f"{name}: {{{written}}}",
                    labels=tuple(Label(key.span, "and this one") for key, _ in further),
                )
            )
        if not (arguments and empty):  # otherwise what is missing stands beside it
            self._apply(kind, node)
        for key, _ in others:
            if key.value not in fields:
                self._second(name, key)

    def _second(self, kind: str, key: Key) -> None:
        name = str(key.value)
        self.report.add(SecondKind(span=key.span, kind=kind, name=name, known=ENTRY_KEYS))

    def _apply(self, key: Scalar, node: Node | None) -> tuple[str, Body]:
        """What a kind and the arguments behind it mean."""
        kind = str(key.value)
        if kind == "chain":
            if isinstance(node, Sequence):
                return kind, self.chain(node)
            self.report.add(wrong_form(node or key, "chain", "a list of layers", key.span))
            return kind, Unknown()
        main = ALIASES.get(kind, kind)
        if main in NOT_COVERED:
            self.report.add(UncoveredLayer(span=key.span, name=main))
            return kind, Unknown()
        if main not in layer_names():
            self._unknown(key, kind)
            return kind, Unknown()
        if main != kind:
            self.report.add(KerasAlias(span=key.span, alias=kind, name=main))
        layer = read_arguments(layer_class(main), key, node, self.report)
        return main, Unknown() if layer is None else LayerUse(layer)

    def _unknown(self, key: Scalar, kind: str) -> None:
        if kind in self.blocks:
            return
        if "." in kind and NAME.fullmatch(kind.split(".")[0]):
            self.report.add(Unsupported(span=key.span, name=kind))
        elif ":" in kind and NAME.fullmatch(kind.split(":")[0]):
            word, _, value = kind.partition(":")
            self.report.add(MissingSpace(span=key.span, kind=word, value=value))
        else:
            known = (*layer_names(), *ALIASES, "chain")
            self.report.add(UnknownLayer(span=key.span, name=kind, known=known))

    def _wiring(
        self, node: Mapping
    ) -> tuple[tuple[Reference, ...] | None, dict[str, Argument] | None, dict[str, Span]]:
        """What `from` and `call` say; None for what cannot be understood."""
        written = node.get("from")
        inputs: tuple[Reference, ...] | None = None
        if written is not None:
            items = written.items if isinstance(written, Sequence) else [written]
            found = [read_reference(item, self.report) for item in items]
            if not items:
                self.report.add(wrong_form(written, "from", "at least one reference"))
            elif None not in found:
                inputs = tuple(one for one in found if one is not None)
        given = node.entries.get("call")
        if given is None:
            return inputs, _NO_ARGUMENTS, _NO_SPANS
        if not isinstance(given.node, Mapping):
            self.report.add(
                wrong_form(given.node, "call", "a mapping of arguments", given.span)
            )
            return inputs, None, _NO_SPANS
        arguments = {str(key.value): self._argument(value) for key, value in given.node}
        call = {name: one for name, one in arguments.items() if one is not None}
        if len(call) < len(arguments):
            return inputs, None, _NO_SPANS
        return inputs, call, {str(key.value): key.span for key, _ in given.node}

    def _argument(self, node: Node) -> Argument | None:
        if isinstance(node, Sequence):
            items = [self._argument(item) for item in node]
            flat = [item for item in items if isinstance(item, Reference | Constant)]
            return tuple(flat) if len(flat) == len(items) else None
        if isinstance(node, Scalar) and isinstance(node.value, str):
            return read_reference(node, self.report)
        return Constant(plain(node))


_NODES = (Scalar, Sequence, Mapping)


def _short(node: Node) -> str:
    """A value as it is written, if that is short."""
    text = node.span.text
    return text if len(text) <= 40 and "\n" not in text else "…"


def _misspelt_from(node: Mapping) -> bool:
    """Whether a key that has been reported was meant to be `from`."""
    return any(nearest(str(key.value), ENTRY_KEYS) == "from" for key, _ in node)


def _poisoned(entry: Entry) -> Entry:
    return Entry(
        entry.name,
        entry.kind,
        entry.span,
        entry.kind_span,
        Unknown(),
        (),
        _NO_ARGUMENTS,
        _NO_SPANS,
    )
