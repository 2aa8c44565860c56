"""A difference between two texts, as `patch` takes it."""

from __future__ import annotations

from collections.abc import Iterable


def difference(name: str, old: str, new: str) -> str:
    """A unified diff, which `patch` takes."""
    import difflib  # heavy, and seldom needed

    lines: Iterable[str] = difflib.unified_diff(_lines(old), _lines(new), name, name)
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        for line in lines
    )


def _lines(text: str) -> list[str]:
    """Lines as `patch` counts them: a carriage return ends none."""
    parts = text.split("\n")
    return [f"{one}\n" for one in parts[:-1]] + parts[-1:] * bool(parts[-1])
