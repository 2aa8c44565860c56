"""Diagnostics as SARIF 2.1.0, the format that code scanning reads."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any
from urllib.parse import quote_from_bytes

from mtlc.explanation import explain, page
from mtlc.render import WHOLE_FILES, Finding
from mtlc.render.json import dump
from mtlc.render.run import STDIN, Run, below
from mtlc.version import VERSION
from mtlc_spec.diagnostics import Diagnostic, Edit
from mtlc_spec.source import Source, Span

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
"""By which readers know the format; nothing is fetched from there."""

ROOT = "%SRCROOT%"
LIBRARY = "MTLC"
BASES = {
    ROOT: {"description": {"text": "the working directory of the run"}},
    LIBRARY: {"description": {"text": "the library that comes with mtlc"}},
}

_LINK = re.compile(r"\[(?=[^\[\]]*\]\()")
"""What a reader would take for the beginning of a link."""

Json = dict[str, Any]


def render(diagnostics: Iterable[Diagnostic], run: Run | None = None) -> str:
    """One document with one run; what is the same is written the same, at any time."""
    used = run or Run()
    found = tuple(diagnostics)
    rules = _rules(found, used.findings)
    indexes = {rule["id"]: number for number, rule in enumerate(rules)}
    results = [_result(one, indexes, used) for one in found]
    results += [_finding(one, indexes, used) for one in used.findings]
    document = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "mtlc",
                        "version": VERSION,
                        "semanticVersion": VERSION,
                        "rules": rules,
                    }
                },
                "invocations": [_invocation(used)],
                "originalUriBaseIds": BASES,
                "columnKind": "unicodeCodePoints",
                "newlineSequences": ["\r\n", "\n", "\r"],
                "results": results,
            }
        ],
    }
    return dump(document)


def _rules(found: tuple[Diagnostic, ...], findings: tuple[Finding, ...]) -> list[Json]:
    kinds = {one.code: type(one) for one in found}
    rules = [_rule(kinds[code]) for code in sorted(kinds)]
    for name in sorted({one.rule for one in findings}):
        text = {"text": WHOLE_FILES[name]}
        rules.append(
            {"id": name, "shortDescription": text, "defaultConfiguration": {"level": "error"}}
        )
    return rules


def _rule(kind: type[Diagnostic]) -> Json:
    text, wrong, right = explain(kind)
    wrong, right = (f"```yaml\n{spec}```\n" for spec in (wrong, right))
    markdown = f"{text}\n\nWrong:\n\n{wrong}\nRight:\n\n{right}"
    return {
        "id": kind.code,
        "name": kind.__name__,
        "shortDescription": {"text": text.partition("\n")[0]},
        "fullDescription": {"text": text},
        "help": {"text": page(kind), "markdown": markdown},
        "defaultConfiguration": {"level": str(kind.severity)},
    }


def _invocation(run: Run) -> Json:
    """Whether all could be done, and what could not."""
    found: Json = {"executionSuccessful": not run.faults}
    if run.status is not None:
        found["exitCode"] = run.status
    if run.faults:
        found["toolExecutionNotifications"] = [
            {"level": "error", "message": _message(fault)} for fault in run.faults
        ]
    return found


def _result(one: Diagnostic, indexes: dict[str, int], run: Run) -> Json:
    advice = "" if one.help is None else f"\nhelp: {one.help}"
    own = ", ".join(label.message for label in one.labels if label.span == one.span)
    found: Json = {
        "ruleId": one.code,
        "ruleIndex": indexes[one.code],
        "level": str(one.severity),
        "message": _message(f"{one.message}{advice}"),
        "locations": [_location(one.span, own, run)],
    }
    if others := [label for label in one.labels if label.span != one.span]:
        found["relatedLocations"] = [
            _location(label.span, label.message, run) for label in others
        ]
    if one.trace:
        frames = [
            {"location": _location(step.span, f"in: {step.name}", run)} for step in one.trace
        ]
        found["stacks"] = [{"frames": frames}]
    if one.others:
        found["occurrenceCount"] = one.others + 1
    if one.fix and not any(edit.span.source.is_library for edit in one.fix):
        found["fixes"] = [_fix(one, run)]
    return found


def _finding(one: Finding, indexes: dict[str, int], run: Run) -> Json:
    place = {"artifactLocation": _file(one.file, run), "region": {"startLine": 1}}
    return {
        "ruleId": one.rule,
        "ruleIndex": indexes[one.rule],
        "level": "error",
        "message": _message(one.message),
        "locations": [{"physicalLocation": place}],
    }


def _message(text: str) -> Json:
    return {"text": _LINK.sub(r"\\[", text)}


def _location(span: Span, message: str, run: Run) -> Json:
    place = {"artifactLocation": _artifact(span.source, run), "region": _region(span)}
    found: Json = {"physicalLocation": place}
    return {**found, "message": _message(message)} if message else found


def _region(span: Span) -> Json:
    start, end = (span.source.position(at) for at in (span.start, span.end))
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }


def _fix(one: Diagnostic, run: Run) -> Json:
    by_source: dict[Source, list[Edit]] = {}
    for edit in one.fix:
        by_source.setdefault(edit.span.source, []).append(edit)
    changes = [
        {
            "artifactLocation": _artifact(source, run),
            "replacements": [
                {"deletedRegion": _region(span), "insertedContent": {"text": text}}
                for span, text in edits
            ],
        }
        for source, edits in by_source.items()
    ]
    return {"description": _message(one.help or one.message), "artifactChanges": changes}


def _artifact(source: Source, run: Run) -> Json:
    if source.is_library:
        return {"uri": _quoted(source.name), "uriBaseId": LIBRARY}
    return {"uri": _quoted(STDIN)} if source.name == STDIN else _file(source.name, run)


def _file(name: str, run: Run) -> Json:
    """Relative where it lies below the working directory, so that any machine finds it."""
    path = run.absolute(name)
    inside = below(path, run.folder)
    if inside is not None:
        return {"uri": _quoted(inside), "uriBaseId": ROOT}
    return {"uri": PurePath(path).as_uri() if os.path.isabs(path) else _quoted(path)}


def _quoted(path: str) -> str:
    return quote_from_bytes(os.fsencode(path), safe="/")
