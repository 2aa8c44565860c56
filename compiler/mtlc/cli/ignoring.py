"""What `.gitignore` leaves out, with the meaning that Git gives it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from pathspec import GitIgnoreSpec

_BEHIND = "ps_d"
"""The group of pathspec's expressions that holds the slash behind a folder that matches."""


class Rules(NamedTuple):
    """The rules of one file."""

    folder: str
    """Where the file lies: an absolute path that ends with a slash."""
    rules: GitIgnoreSpec

    def say(self, path: str, is_folder: bool) -> bool | None:
        """Whether a path below is left out, or kept; None if no rule speaks of it.

        The last rule that does decides. One that speaks of a folder does not speak of what
        lies in it: to pathspec it does, to Git it does not.
        """
        below = f"{path.removeprefix(self.folder)}{'/' * is_folder}"
        for pattern in reversed([*self.rules.patterns]):
            found = pattern.match_file(below)
            if found is not None:
                behind = found.match.groupdict().get(_BEHIND)
                if behind is None or found.match.end(_BEHIND) == len(below):
                    return bool(pattern.include)
        return None


def read_rules(file: Path) -> Rules:
    """The rules of a file; a line that cannot be understood says nothing, as in Git.

    Raises:
        OSError: it cannot be read.
    """
    text = file.read_text(encoding="utf-8-sig", errors="surrogateescape")
    lines = text.split("\n")
    return Rules(f"{file.parent.as_posix().rstrip('/')}/", _patterns(lines))


def _patterns(lines: list[str]) -> GitIgnoreSpec:
    try:
        return GitIgnoreSpec.from_lines(lines)
    except ValueError:
        return GitIgnoreSpec.from_lines(line for line in lines if _is_pattern(line))


def _is_pattern(line: str) -> bool:
    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError:
        return False
    return True
