"""Saved Keras models as they are given on the command line."""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping
from pathlib import Path

from mtlc.cli.files import STDIN, Unusable, reason
from mtlc.driver import Options, Result, Wanted, compile_source
from mtlc.importer import imported, source_of, spec_text
from mtlc_spec.diagnostics import Report
from mtlc_spec.document import Document
from mtlc_spec.source import Source


def read_saved(file: str, report: Report) -> Document | None:
    """The spec of a saved model; None, and a report, where it has none.

    Raises:
        Unusable: the file cannot be read.
    """
    try:
        if file == STDIN:
            source = source_of("<stdin>", io.BytesIO(sys.stdin.buffer.read()), report)
        else:
            with open(file, "rb") as opened:
                source = source_of(file, opened, report)
    except (OSError, ValueError) as error:
        raise Unusable(f"cannot read {file}: {reason(error)}") from None
    return None if source is None else imported(source, report)


def run_saved(file: str, want: Wanted, settings: Mapping[str, object]) -> Result:
    """Compile the spec of a saved model; its places are those in the imported spec.

    Raises:
        Unusable: the file cannot be read.
    """
    report = Report()
    document = read_saved(file, report)
    if document is None:
        return Result(tuple(report), False)
    source = Source(f"{Path(file).name} as a spec", spec_text(document))
    return compile_source(source, Options(settings=settings), want=want)
