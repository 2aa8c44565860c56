"""Layer entries: the kind of each, its arguments, and the words beside it."""

from __future__ import annotations

from mtlc_spec.arguments import read_arguments
from mtlc_spec.diagnostics import Report
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
from mtlc_spec.nodes import UNKNOWN, Mapping, Node, Scalar, Sequence, excerpt, plain, words_for
from mtlc_spec.source import Span
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
_LAYERS = frozenset(layer_names())
_KINDS = (*layer_names(), *ALIASES, "chain")
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
    if isinstance(node, Scalar) and node.value is UNKNOWN:
        return None
    shown = str(node.value) if isinstance(node, Scalar) else words_for(node)
    if shown.startswith("$"):
        report.add(Unsupported(span=node.span, name=shown))
        return None
    report.add(InvalidReference(span=node.span, text=excerpt(shown)))
    return None


class EntryReader:
    """Reads the entries of one document; `blocks` are the names that it defines."""

    def __init__(self, report: Report, blocks: frozenset[str]) -> None:
        self.report = report
        self.blocks = blocks

    def chain(self, node: Sequence) -> Chain:
        """The steps of a list."""
        return Chain(tuple([self._step(item) for item in node]))

    def graph(self, node: Mapping) -> dict[str, Entry]:
        """The entries of a mapping, by name."""
        found = {}
        for key, value in node:
            name = check_name(key, self.report)
            entry = self._entry(name, key, value)
            if name is None:
                # what refers to it is not wrong as well
                name, entry = str(key.value), _poisoned(entry)
            found[name] = entry
        return found

    def _entry(self, name: str | None, key: Scalar, node: Node) -> Entry:
        if isinstance(node, Sequence):
            self.report.add(
                NoKind(span=node.span, found="a list, which is written `chain: [...]`")
            )
            return _unreadable(name, key.span)
        if isinstance(node, Scalar):
            if node.empty or not isinstance(node.value, str):
                place = key.span if node.empty else node.span
                self.report.add(NoKind(span=place, found=words_for(node)))
            else:
                self._apply(node, None)
                self.report.add(MissingFrom(span=key.span, entry=str(key.value)))
            return _unreadable(name, key.span)
        entry = self._mapping(name, key.span, node)
        if "name" in node.entries:
            self.report.add(NameInGraph(span=node.entries["name"].span, entry=str(key.value)))
        if entry.inputs is None:
            if "from" not in node.entries and not node.incomplete:
                self.report.add(MissingFrom(span=key.span, entry=str(key.value)))
            return _poisoned(entry)
        return entry

    def _step(self, node: Node) -> Entry:
        if isinstance(node, Sequence):
            self.report.add(
                NoKind(span=node.span, found="a list, which is written `chain: [...]`")
            )
            return _unreadable(None, node.span)
        if isinstance(node, Scalar):
            if not isinstance(node.value, str):
                self.report.add(NoKind(span=node.span, found=words_for(node)))
                return _unreadable(None, node.span)
            kind, body = self._apply(node, None)
            return Entry(None, kind, node.span, node.span, body, None, _NO_ARGUMENTS, _NO_SPANS)
        name = None
        named = node.entries.get("name")
        if named is not None:
            name = self._step_name(named.node)
        entry = self._mapping(name, None, node)
        if "from" in node.entries:
            self.report.add(FromInChain(span=node.entries["from"].span))
        return entry

    def _step_name(self, node: Node) -> str | None:
        if not isinstance(node, Scalar) or not isinstance(node.value, str):
            self.report.add(wrong_form(node, "name", "a name"))
            return None
        return check_name(node, self.report)

    def _mapping(self, name: str | None, place: Span | None, node: Mapping) -> Entry:
        """The entry of `{from: …, KIND: …}`."""
        kinds = [pair for pair in node if pair[0].value not in ENTRY_KEYS]
        if len(kinds) > 1:
            # `{units: 8, Dense: null}`: the kind is the one that can be a kind
            kinds.sort(key=lambda pair: not self._is_kind(str(pair[0].value)))
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
            for key, value in kinds:
                self._second(Scalar(key.source, key.start, key.end, "share"), key, value)
        elif kinds:
            key, value = kinds[0]
            kind_span = key.span
            beside = [self._second(key, *pair) for pair in kinds[1:]]
            kind, body = str(key.value), Unknown()
            if not any(beside):
                kind, body = self._apply(key, value)
            if beside:
                body = Unknown()
        else:
            kind, kind_span, body = "layer", node.span, Unknown()
            if not node.incomplete:
                found = "an entry without one" if node.entries else "an empty mapping"
                self.report.add(NoKind(span=place or node.span, found=found))
        if later:
            body = Unknown()
        return Entry(name, kind, place or kind_span, kind_span, body, inputs, call, call_spans)

    def _is_kind(self, word: str) -> bool:
        main = ALIASES.get(word, word)
        return main in _LAYERS or main in NOT_COVERED or word == "chain" or word in self.blocks

    def _second(self, kind: Scalar, key: Scalar, value: Node) -> bool:
        """Report a key beside the kind; whether it is one of the kind's arguments."""
        main = ALIASES.get(str(kind.value), str(kind.value))
        is_argument = main in _LAYERS and str(key.value) in layer_class(main).model_fields
        shown = value.span.text
        self.report.add(
            SecondKind(
                span=key.span,
                kind=str(kind.value),
                name=str(key.value),
                is_argument=is_argument,
                found=shown if len(shown) <= 40 and "\n" not in shown else "…",
            )
        )
        return is_argument

    def _apply(self, key: Scalar, node: Node | None) -> tuple[str, Body]:
        """What a kind and the arguments behind it mean."""
        kind = str(key.value)
        if kind == "chain":
            if isinstance(node, Sequence):
                return kind, self.chain(node)
            self.report.add(wrong_form(node or key, "chain", "a list of layers", key.span))
            return kind, Unknown()
        main = ALIASES.get(kind, kind)
        if main not in _LAYERS:
            if main in NOT_COVERED:
                self.report.add(UncoveredLayer(span=key.span, name=main))
            else:
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
            self.report.add(UnknownLayer(span=key.span, name=kind, known=_KINDS))

    def _wiring(
        self, node: Mapping
    ) -> tuple[tuple[Reference, ...] | None, dict[str, Argument], dict[str, Span]]:
        """What `from` and `call` say; None for a `from` that cannot be understood."""
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
            return inputs, _NO_ARGUMENTS, _NO_SPANS
        call: dict[str, Argument] = {}
        for key, value in given.node:
            argument = self._argument(value)
            if argument is not None:
                call[str(key.value)] = argument
        return inputs, call, {str(key.value): key.span for key, _ in given.node}

    def _argument(self, node: Node) -> Argument | None:
        if isinstance(node, Sequence):
            items = [self._argument(item) for item in node]
            flat = [item for item in items if isinstance(item, Reference | Constant)]
            return tuple(flat) if len(flat) == len(items) else None
        if isinstance(node, Scalar) and isinstance(node.value, str):
            return read_reference(node, self.report)
        return Constant(plain(node))


def _unreadable(name: str | None, span: Span) -> Entry:
    """An entry that could not be understood at all, and has been reported."""
    inputs = None if name is None else ()
    return Entry(name, "layer", span, span, Unknown(), inputs, _NO_ARGUMENTS, _NO_SPANS)


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
