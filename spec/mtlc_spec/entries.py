"""Layer entries: the kind of each, its arguments, and the words beside it."""

from __future__ import annotations

from dataclasses import replace

from mtlc_spec.diagnostics import Report
from mtlc_spec.document import (
    PLAIN,
    Argument,
    Body,
    Chain,
    Constant,
    Entry,
    FunctionUse,
    Modifiers,
    Reference,
    Share,
    Unknown,
    Written,
)
from mtlc_spec.graph_problems import FromInChain, MissingFrom, NameInGraph
from mtlc_spec.kinds import KindReader, is_constant
from mtlc_spec.names import check_keywords, check_name
from mtlc_spec.nodes import (
    Key,
    Mapping,
    Node,
    Scalar,
    Sequence,
    has_anchors,
    plain,
    words_for,
)
from mtlc_spec.references import invalid, read_reference, wrong_form
from mtlc_spec.source import Span
from mtlc_spec.suggestions import nearest
from mtlc_spec.templates import Unreadable, condition_in, is_dynamic, written
from mtlc_spec.word_problems import CALLED_FROM, ENTRY_KEYS, NoKind, OutOfRange, SecondKind

_NO_ARGUMENTS: dict[str, Argument] = {}
_NO_SPANS: dict[str, Span] = {}
_NO_KINDS = frozenset(ENTRY_KEYS)
_MODIFIERS = ("repeat", "copies", "when", "returns")


class EntryReader:
    """Reads the entries of one definition; `kinds` knows what each kind means."""

    def __init__(self, report: Report, kinds: KindReader) -> None:
        self.report = report
        self.kinds = kinds
        self._texts: bool | None = None

    def layers(self, node: Sequence | Mapping) -> Chain | dict[str, Entry]:
        """A list is a chain, a mapping is a graph; nothing but an alias reads it again."""
        if isinstance(node, Sequence):
            return self.chain(node)
        return self.graph(node, forget=not has_anchors(node.source))

    def chain(self, node: Sequence) -> Chain:
        """The steps of a list."""
        return Chain(tuple([self._step(item) for item in node]))

    def graph(self, node: Mapping, forget: bool = False) -> dict[str, Entry]:
        """The entries of a mapping, by name.

        `forget` lets go of each node once it is read: a large spec has many, and Python
        looks at all that are alive again and again.
        """
        found = {}
        outer, self.kinds.entries = self.kinds.entries, {key.value for key, _ in node}
        for key, value in node:
            name = check_name(key, self.report)
            entry = self._entry(name, key, value)
            if name is None:
                # what refers to it is not wrong as well
                name, entry = str(key.value), replace(entry, body=Unknown())
            found[name] = entry
            if forget:
                del key.node
        self.kinds.entries = outer
        return found

    def argument(self, key: Scalar, node: Node | None) -> Entry:
        """A kind that stands as the argument of a layer."""
        kind, body = self.kinds.body(self, key, node, 1, ())
        return _bare(None, kind, key.span, key, body, None)

    def _entry(self, name: str | None, key: Scalar, node: Node) -> Entry:
        if isinstance(node, Scalar) and isinstance(node.value, str):
            kind, body = self.kinds.body(self, node, None, 0, ())
            if is_constant(body):
                return _bare(name, kind, key.span, node, body, ())
            self.report.add(MissingFrom(span=key.span, entry=str(key.value)))
            return _unreadable(name, key, ())
        if not isinstance(node, Mapping):
            self._no_kind(node, key.span)
            return _unreadable(name, key, ())
        entry = self._mapping(name, key.span, node)
        if "name" in node.entries:
            self.report.add(NameInGraph(span=node.entries["name"].span, entry=str(key.value)))
        if entry.inputs is None:
            if "from" not in node.entries and not node.incomplete and not _misspelt_from(node):
                if is_constant(entry.body):
                    return replace(entry, inputs=())
                self.report.add(MissingFrom(span=key.span, entry=str(key.value)))
            return replace(_unreadable(name, key, ()), modifiers=entry.modifiers)
        return entry

    def _step(self, node: Node) -> Entry:
        if isinstance(node, Scalar) and isinstance(node.value, str):
            kind, body = self.kinds.body(self, node, None, 1, ())
            return _bare(None, kind, node.span, node, body, None)
        if not isinstance(node, Mapping):
            self._no_kind(node, node.span)
            return _unreadable(None, node, None)
        name = None
        named = node.entries.get("name")
        if named is not None:
            name = self._step_name(named.node)
        entry = self._mapping(name, None, node)
        if "from" in node.entries:
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

    def _mapping(self, name: str | None, place: Span | None, node: Mapping) -> Entry:
        """The entry of `{from: …, KIND: …}`."""
        entries = node.entries
        kinds = [key for word, key in entries.items() if word not in _NO_KINDS]
        share = entries.get("share")
        inputs, call, call_spans = self._wiring(node)
        modifiers = self._modifiers(node)
        kind: str
        at: Key | Mapping
        body: Body
        if share is not None:
            kind, at = "share", share
            target = read_reference(share.node, self.report)
            body = Unknown() if target is None else Share(target)
            for key in kinds:
                self._second("share", key)
        elif len(kinds) > 1:
            at = next((one for one in kinds if self.kinds.is_kind(str(one.value))), kinds[0])
            kind, body = str(at.value), Unknown()
            others = [one for one in kinds if one is not at]
            self._beside(node, at, others, place is None)
        elif kinds:
            at = kinds[0]
            returns = modifiers.returns is not None
            kind, body, told = self._body(node, at, place is None, inputs, call, returns)
            if told and inputs is None:
                inputs = ()  # what it should name has been said
        else:
            kind, at, body = "layer", node, Unknown()
            if not node.incomplete:
                found = "does not" if entries else "is an empty mapping"
                self.report.add(NoKind(span=place or node.span, found=found))
        if call is None:
            body, call = Unknown(), _NO_ARGUMENTS
        span = place or at.span
        return Entry(
            name, kind, span, at.start, at.end, body, inputs, call, call_spans, modifiers
        )

    def _body(
        self,
        entry: Mapping,
        kind: Key,
        in_chain: bool,
        inputs: tuple[Reference, ...] | None,
        call: dict[str, Argument] | None,
        returns: bool,
    ) -> tuple[str, Body, bool]:
        """What a kind means, and whether tensors among its arguments have been reported."""
        given = 1 if in_chain else len(inputs or ())
        arguments = (self, kind, kind.node, given, tuple(call or ()), returns)
        if not self.kinds.may_name(kind.node):
            return (*self.kinds.body(*arguments), False)
        from mtlc_spec.misplaced import Entry as Place
        from mtlc_spec.misplaced import misplaced  # few arguments are words of the graph

        source = entry.get("from")
        items = source.items if isinstance(source, Sequence) else [source]
        sources = [item.span.text for item in items if item is not None]
        place = Place(self.kinds.is_tensor, self.kinds.is_kind, sources, in_chain)
        found = misplaced(kind, kind.node, place)
        if found is None:
            return (*self.kinds.body(*arguments), False)
        with self.kinds.unreported() as report:
            word, body = self.kinds.body(*arguments)
        # a text can be a constant of a function, if anything is text
        is_function = isinstance(body, FunctionUse)
        if isinstance(body, Unknown) or (is_function and not self._has_texts(entry)):
            self.report.add(found)
            return word, Unknown(), True
        self.report.extend(report)
        return word, body, False

    def _has_texts(self, entry: Mapping) -> bool:
        """Whether any tensor of the spec may hold text."""
        if self._texts is None:
            self._texts = "string" in entry.source.text
        return self._texts

    def _beside(self, entry: Mapping, kind: Key, others: list[Key], in_chain: bool) -> None:
        """Report the further kinds of an entry; arguments that stand beside it, once."""
        name = str(kind.value)
        node = kind.node
        fields = self.kinds.arguments_of(name)
        arguments = [key for key in others if key.value in fields]
        empty = isinstance(node, Scalar) and node.empty
        if arguments:
            from mtlc_spec.beside import beside  # only a mistake needs it

            self.report.add(beside(entry, kind, fields, arguments))
        if not (arguments and empty):  # otherwise what is missing stands beside it
            self.kinds.body(self, kind, node, 1, ())
        for key in others:
            if key.value not in fields:
                self._second(name, key, in_chain or "from" in entry.entries)

    def _second(self, kind: str, key: Key, has_inputs: bool = True) -> None:
        name = str(key.value)
        meant = "from" if name in CALLED_FROM and not has_inputs else None
        self.report.add(
            SecondKind(span=key.span, kind=kind, name=name, known=ENTRY_KEYS, meant=meant)
        )

    # --- modifiers ------------------------------------------------------------------

    def _modifiers(self, node: Mapping) -> Modifiers:
        entries = node.entries
        if entries.keys().isdisjoint(_MODIFIERS):
            return PLAIN
        return Modifiers(
            repeat=self._count(entries["repeat"].node, "repeat", 0)
            if "repeat" in entries
            else None,
            copies=self.copies(entries["copies"].node) if "copies" in entries else None,
            when=self._condition(entries["when"].node) if "when" in entries else None,
            returns=self._returns(entries["returns"].node) if "returns" in entries else None,
        )

    def copies(self, node: Node) -> Written | None:
        """A number of copies, their names, or an expression of either."""
        if not isinstance(node, Sequence) or is_dynamic(node):
            return self._count(node, "copies", 1)
        names = []
        for item in node:
            if not isinstance(item, Scalar) or not isinstance(item.value, str):
                self.report.add(wrong_form(item, "copies", "a number, or a list of names"))
            elif (name := check_name(item, self.report)) is not None:
                if name in names:
                    self.report.add(
                        OutOfRange(
                            span=item.span,
                            name="copies",
                            wanted="must have every name once",
                            found=f"`{name}` twice",
                        )
                    )
                else:
                    names.append(name)
        if not node.items:
            self.report.add(wrong_form(node, "copies", "at least one name"))
        return Written(tuple(names), node.span) if names else None

    def _count(self, node: Node, word: str, least: int) -> Written | None:
        wanted = "a whole number" if word == "repeat" else "a number, or a list of names"
        if is_dynamic(node):
            try:
                return Written(written(node, self.report), node.span)
            except Unreadable:
                return None
        if not isinstance(node, Scalar) or type(node.value) is not int:
            self.report.add(wrong_form(node, word, wanted))
            return None
        if node.value < least:
            self.report.add(
                OutOfRange(
                    span=node.span,
                    name=word,
                    wanted=f"must be at least {least}",
                    found=str(node.value),
                )
            )
            return None
        return Written(node.value, node.span)

    def _condition(self, node: Node) -> Written | None:
        if not isinstance(node, Scalar) or node.value is None:
            self.report.add(wrong_form(node, "when", "an expression"))
            return None
        try:
            return Written(condition_in(node, self.report), node.span)
        except Unreadable:
            return None

    def _returns(self, node: Node) -> Written | None:
        """What a custom layer gives: a shape or arguments of an input, or a list of such."""
        try:
            return Written(written(node, self.report), node.span)
        except Unreadable:
            return None

    # --- wiring ---------------------------------------------------------------------

    def _wiring(
        self, node: Mapping
    ) -> tuple[tuple[Reference, ...] | None, dict[str, Argument] | None, dict[str, Span]]:
        """What `from` and `call` say; None for what cannot be understood."""
        inputs: tuple[Reference, ...] | None = None
        key = node.entries.get("from")
        if key is not None:
            source = key.node
            items = source.items if isinstance(source, Sequence) else [source]
            found = [read_reference(item, self.report) for item in items]
            good = tuple([one for one in found if one is not None])
            if not items:
                self.report.add(wrong_form(source, "from", "at least one reference"))
            elif len(good) == len(items):
                inputs = good
        given = node.entries.get("call")
        if given is None:
            return inputs, _NO_ARGUMENTS, _NO_SPANS
        if not isinstance(given.node, Mapping):
            self.report.add(
                wrong_form(given.node, "call", "a mapping of arguments", given.span)
            )
            return inputs, None, _NO_SPANS
        if not check_keywords(given.node, self.report):
            return inputs, None, _NO_SPANS
        arguments = {str(one.value): self._argument(value) for one, value in given.node}
        call = {name: one for name, one in arguments.items() if one is not None}
        if len(call) < len(arguments):
            return inputs, None, _NO_SPANS
        return inputs, call, {str(one.value): one.span for one, _ in given.node}

    def _argument(self, node: Node) -> Argument | None:
        if isinstance(node, Sequence):
            items = [self._item(item) for item in node]
            flat = [item for item in items if item is not None]
            return tuple(flat) if len(flat) == len(items) else None
        if isinstance(node, Scalar) and isinstance(node.value, str):
            return read_reference(node, self.report)
        return Constant(plain(node))

    def _item(self, node: Node) -> Reference | Constant | None:
        """One of a list, which may be a list of constants itself, and none of references."""
        if isinstance(node, Scalar) and isinstance(node.value, str):
            return read_reference(node, self.report)
        if isinstance(node, Sequence) and _has_words(node):
            self.report.add(invalid(node))
            return None
        return Constant(plain(node))


def _has_words(node: Node) -> bool:
    """Whether a string stands anywhere in lists of lists."""
    if isinstance(node, Sequence):
        return any(map(_has_words, node))
    return isinstance(node, Scalar) and isinstance(node.value, str)


def _bare(
    name: str | None,
    kind: str,
    span: Span,
    at: Node,
    body: Body,
    inputs: tuple[Reference, ...] | None,
) -> Entry:
    """An entry that says what it is, and no more."""
    return Entry(name, kind, span, at.start, at.end, body, inputs, _NO_ARGUMENTS, _NO_SPANS)


def _unreadable(name: str | None, at: Node, inputs: tuple[Reference, ...] | None) -> Entry:
    """An entry that could not be understood at all, and has been reported."""
    return _bare(name, "layer", at.span, at, Unknown(), inputs)


def _misspelt_from(node: Mapping) -> bool:
    """Whether a key that has been reported was meant to be `from`."""
    words = [str(key.value) for key, _ in node]
    return any(one in CALLED_FROM or nearest(one, ENTRY_KEYS) == "from" for one in words)
