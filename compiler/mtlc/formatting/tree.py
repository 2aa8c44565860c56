"""A spec as it is laid out: what was written, in its order, with every comment at its item."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Any

import yaml
from yaml import events

from mtlc.formatting.written import Branch, Comment, Item, Leaf, Tree, Unusual, Written

_PIECE = re.compile(r"[&*!][^\s,\[\]{}]*|#[^\n]*|.", re.DOTALL)


def parse(text: str) -> Tree:
    """The layout of a text that has been read without mistakes; its lines end in `\\n`.

    Raises:
        Unusual: it cannot be laid out anew without a doubt.
    """
    return _Parser(text).parse()


class _Parser:
    """Parses one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self.events: list[Any] = list(yaml.parse(text, Loader=yaml.CSafeLoader))
        self.at = 0
        self.comments = self._comments()
        self.next_comment = 0
        self.has_anchors = any(getattr(one, "anchor", None) for one in self.events)

    def parse(self) -> Tree:
        self.at = 1 + self._index(events.DocumentStartEvent)
        first = self.events[self.at].start_mark.index
        last_line = self.line(first)
        header = [line.strip() for line in self.text[: self.starts[last_line]].split("\n")[:-1]]
        if any(line and line[0] not in "#%-" for line in header):
            raise Unusual("the document begins on the line of its marker", first)
        if self.text[self.starts[last_line] : first].strip():
            raise Unusual("the document begins on the line of its marker", first)
        self.take(self.starts[last_line])
        root = self.node()
        end = self.events[self._index(events.DocumentEndEvent)]
        at = end.start_mark.index if end.explicit else len(self.text)
        rest = [part for one in self.take(at) for part in (*self._gap(one.line), one)]
        footer: list[str] = []
        if isinstance(root, Branch) and not root.is_flow:
            root.tail += rest
        else:
            footer = [one.text for one in rest]
        if end.explicit:
            footer += [line.strip() for line in self.text[at:].rstrip().split("\n")]
        texts = tuple(sorted(one.text for one in self.comments))
        return Tree(root, header, footer, self.has_anchors, texts)

    def _index(self, kind: type[object]) -> int:
        """Where the first event of a kind is."""
        return next(at for at, one in enumerate(self.events) if isinstance(one, kind))

    # --- places -----------------------------------------------------------------------

    def line(self, offset: int) -> int:
        return bisect_right(self.starts, offset) - 1

    def column(self, offset: int) -> int:
        return offset - self.starts[self.line(offset)]

    def _comments(self) -> list[Comment]:
        """All comments, in order; they stand between scalars."""
        found: list[Comment] = []
        at = 0
        spans = [
            (one.start_mark.index, one.end_mark.index)
            for one in self.events
            if _is(one, events.ScalarEvent)
        ]
        self.offsets: list[int] = []
        for start, end in [*spans, (len(self.text), len(self.text))]:
            for piece in _PIECE.finditer(self.text, at, max(start, at)):
                if piece.group().startswith("#"):
                    offset = piece.start()
                    column = self.column(offset)
                    before = self.text[offset - column : offset]
                    own = not before.strip()
                    found.append(
                        Comment(piece.group().rstrip(), self.line(offset), column, own)
                    )
                    self.offsets.append(offset)
            at = max(at, end)
        return found

    def take(self, offset: int) -> list[Comment]:
        """The comments before an offset that nothing has taken yet."""
        first = self.next_comment
        while self.next_comment < len(self.comments) and (
            self.offsets[self.next_comment] < offset
        ):
            self.next_comment += 1
        return self.comments[first : self.next_comment]

    def take_behind(self, line: int, offset: int) -> Comment | None:
        """The comment at the end of a line, if it stands before an offset."""
        at = self.next_comment
        if at < len(self.comments) and self.offsets[at] < offset:
            one = self.comments[at]
            if one.line == line and not one.own_line:
                self.next_comment += 1
                return one
        return None

    # --- nodes ------------------------------------------------------------------------

    def next(self) -> Any:
        event = self.events[self.at]
        self.at += 1
        return event

    @property
    def coming(self) -> Any:
        return self.events[self.at]

    def node(self) -> Written:
        event = self.next()
        start = event.start_mark.index
        if _is(event, events.AliasEvent):
            return Leaf(self.text[start : event.end_mark.index], self.line(start), "*")
        if _is(event, events.ScalarEvent):
            return self._scalar(event)
        anchor = f"&{event.anchor}" if event.anchor else ""
        if event.flow_style:
            return self._flow(event, anchor)
        return self._block(event, anchor)

    def _scalar(self, event: Any) -> Leaf:
        start, end = event.start_mark.index, event.end_mark.index
        text = self.text[start:end]
        anchor = ""
        if event.anchor:
            found = re.match(r"&\S+[ \t]*", text)
            if found is None:
                raise Unusual("an anchor stands behind something else", start)
            anchor, text = found.group().rstrip(), text[found.end() :]
            if text[:1] in ("\n", "#") and text:
                raise Unusual("an anchor stands on another line than its value", start)
        style = event.style or ""
        if style in ("|", ">"):
            head = text.partition("\n")[0]
            if "+" in head.partition("#")[0] or re.search(r"\d", head.partition("#")[0]):
                raise Unusual("the head of a block of text has an indicator", start)
            text = text.rstrip()
        return Leaf(text, self.line(start), style, anchor)

    def _key(self, event: Any) -> tuple[str, str, int]:
        """How a key is written, what it is, and where it ends."""
        start = event.start_mark.index
        if not _is(event, events.ScalarEvent) or event.anchor:
            raise Unusual("a key is an alias, or has an anchor", start)
        if self.text[:start].rstrip()[-1:] == "?":
            raise Unusual("a key is written with `?`", start)
        text = self.text[start : event.end_mark.index]
        if "\n" in text:
            raise Unusual("a key is longer than a line", start)
        return text, event.value, event.end_mark.index

    # --- block style ------------------------------------------------------------------

    def _block(self, event: Any, anchor: str) -> Branch:
        is_mapping = _is(event, events.MappingStartEvent)
        start = self._first(event)
        column = self.column(start)
        found = Branch(is_mapping, False, self.line(start), anchor)
        ends = events.MappingEndEvent if is_mapping else events.SequenceEndEvent
        first = True
        while not isinstance(self.coming, ends):
            item = Item(Leaf("", 0))
            offset = self.coming.start_mark.index
            if not is_mapping:
                offset = self._dash(offset, column)
            if not first:
                item.lead = self._lead(offset)
            first = False
            if is_mapping:
                item.key, item.name, offset = self._key(self.next())
            self._value(item, self.line(offset))
            found.items.append(item)
        end = self.next().start_mark.index
        found.tail = self._tail(column, end)
        return found

    def _first(self, event: Any) -> int:
        """Where the first key or dash stands, behind an anchor."""
        start: int = event.start_mark.index
        if not event.anchor:
            return start
        if _is(event, events.MappingStartEvent):
            return int(self.coming.start_mark.index)
        found = self.text.find("-", start + len(event.anchor) + 1)
        return found if found >= 0 else start

    def _lead(self, offset: int) -> list[Comment]:
        """The comments above an item, and one empty line where there is one or more."""
        found: list[Comment] = []
        for one in self.take(offset):
            if not one.own_line:
                raise Unusual("a comment stands where it belongs to nothing", offset)
            found += self._gap(one.line)
            found.append(one)
        return [*found, *self._gap(self.line(offset))]

    def _gap(self, line: int) -> list[Comment]:
        """An empty line, if the one above is."""
        if line and not self.text[self.starts[line - 1] : self.starts[line]].strip():
            return [Comment("", line - 1, 0, True)]
        return []

    def _tail(self, column: int, end: int) -> list[Comment]:
        """The comments below the last item that are indented as far as it is."""
        at_end = not self.text[end:].strip()
        least = column if at_end else max(column, self.column(end) + 1)
        found: list[Comment] = []
        while self.next_comment < len(self.comments):
            one = self.comments[self.next_comment]
            if self.offsets[self.next_comment] >= end or not one.own_line:
                break
            if one.column < least:
                break
            found += [*self._gap(one.line), one]
            self.next_comment += 1
        return found

    def _dash(self, offset: int, column: int) -> int:
        """The dash of an item of a list in this column, whose value begins at an offset."""
        for line in range(self.line(offset), -1, -1):
            dash = self.starts[line] + column
            if self.text[dash : dash + 1] == "-" and dash <= offset:
                before = self.text[self.starts[line] : dash]
                if not before.strip(" -"):
                    return dash
        raise Unusual("the dash of an item is not below those before it", offset)

    def _value(self, item: Item, line: int) -> None:
        """The value of a key or dash that stands on a line, and the comments around it."""
        item.line = line
        coming = self.coming
        offset = coming.start_mark.index
        if _is(coming, events.ScalarEvent) and offset == coming.end_mark.index:
            self.next()  # nothing is written; its mark is where the next thing begins
            item.value = Leaf("", line)
            item.trail = self.take_behind(line, len(self.text))
            return
        content = offset
        if not _is(coming, events.ScalarEvent, events.AliasEvent):
            self.at += 1
            content = self._first(coming) if not coming.flow_style else offset
            self.at -= 1
        between = self.take(content)
        item.value = self.node()
        if isinstance(item.value, Branch) and not item.value.is_flow:
            above = [one for one in between if one.own_line]
            item.between = [one for one in between if not one.own_line]
            if above:
                lead = [part for one in above for part in (*self._gap(one.line), one)]
                item.value.items[0].lead = [*lead, *self._gap(self.line(content))]
        else:
            item.between = between
            end = self.events[self.at - 1].end_mark.index
            if not (isinstance(item.value, Leaf) and item.value.style in ("|", ">")):
                item.trail = self.take_behind(self.line(end), len(self.text))

    # --- flow style -------------------------------------------------------------------

    def _flow(self, event: Any, anchor: str) -> Branch:
        is_mapping = _is(event, events.MappingStartEvent)
        start = event.start_mark.index
        if anchor:
            start = self.text.find("{" if is_mapping else "[", start)
        found = Branch(is_mapping, True, self.line(start), anchor)
        found.brackets = self.text[start : start + 1] == ("{" if is_mapping else "[")
        if not found.brackets and not is_mapping:
            raise Unusual("a list has no brackets", start)
        ends = events.MappingEndEvent if is_mapping else events.SequenceEndEvent
        last = start + 1
        while not isinstance(self.coming, ends):
            item = Item(Leaf("", 0))
            offset = self.coming.start_mark.index
            self._between_items(found, offset)
            item.lead = [one for one in self.take(offset) if one.own_line]
            item.starts_line = "\n" in self.text[last:offset]
            if is_mapping:
                self._flow_pair(item, found.brackets)
            else:
                item.value = self.node()
            last = self.events[self.at - 1].end_mark.index
            found.items.append(item)
        end = self.next().end_mark.index
        if found.brackets:
            self._between_items(found, end)
            found.tail = self.take(end)
        found.spans_lines = "\n" in self.text[start:end]
        return found

    def _between_items(self, found: Branch, offset: int) -> None:
        """The comment behind the comma, or behind the bracket."""
        at = self.next_comment
        if at < len(self.comments) and self.offsets[at] < offset:
            one = self.comments[at]
            if not one.own_line:
                self.next_comment += 1
                if found.items:
                    found.items[-1].trail = one
                else:
                    found.opening = one

    def _flow_pair(self, item: Item, brackets: bool) -> None:
        item.key, item.name, end = self._key(self.next())
        behind = self.text[end:].lstrip(" \t\n")[:1]
        item.has_colon = behind == ":"
        coming = self.coming
        if _is(coming, events.ScalarEvent) and (
            coming.start_mark.index == coming.end_mark.index
        ):
            self.next()
            if not brackets:
                raise Unusual("a pair in a list has no value", end)
            item.has_colon = False
            return
        if self.take(coming.start_mark.index):
            raise Unusual("a comment stands between a key and its value in braces", end)
        item.value = self.node()


def _is(event: object, *kinds: type[object]) -> bool:
    return isinstance(event, kinds)
