"""Did you mean …? for misspelt names."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

LONGEST = 60
"""Characters; longer words are not compared."""

_FEW = 128
"""Names; of more only those are compared that begin or end most like the word."""

_AROUND = 10
"""Names on each side of where the word would stand among many."""

_CLOSE = 0.7
"""How much of two words must be the same, as `difflib` measures it."""

_SHORTEST = 2
"""Letters; a shorter word begins too much."""

_TELLING = 4
"""Letters; a shorter word is inside of too much."""

_MOST_SHOWN = 12
"""Names of a list in a sentence."""

_FEW_MEANT = 3
"""Names; a word that is part of more says too little."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known name that a misspelt one most likely means; None if nothing is close."""
    if len(word) > LONGEST:
        return None
    from difflib import get_close_matches  # only a mistake needs it

    names = _names(known)
    if names.asked[0] == word:
        return names.asked[1]
    plain = _plain(word)
    found = [plain]
    if plain not in names.written:
        found = get_close_matches(plain, names.near(plain), n=1, cutoff=_CLOSE)
    answer = names.written[found[0]] if found else None
    names.asked = word, answer
    return answer


def did_you_mean(word: str, known: Iterable[str], prefix: str = "") -> str | None:
    """``did you mean `units`?``, or None.

    A word that is part of a few names asks for these: `LayerNorm`, `focal`.
    """
    found = nearest(word, known)
    likely = _holding(word, known) if found is None else [found]
    return (
        f"did you mean {' or '.join(f'`{prefix}{one}`' for one in likely)}?" if likely else None
    )


def few(names: Sequence[str]) -> str:
    """The first of many names, and how many more there are."""
    shown = ", ".join(f"`{name}`" for name in names[:_MOST_SHOWN])
    more = len(names) - _MOST_SHOWN
    return f"{shown} and {more} more" if more > 0 else shown


def _holding(word: str, known: Iterable[str]) -> list[str]:
    """The names that begin with a word, or else hold it; none if there are too many."""
    plain = _plain(word)
    if not _SHORTEST <= len(plain) <= LONGEST:
        return []
    written = _names(known).written
    found = [written[name] for name in written if name.startswith(plain)]
    if not found and len(plain) >= _TELLING:
        found = [written[name] for name in written if plain in name]
    return found if len(found) <= _FEW_MEANT else []


def _plain(word: str) -> str:
    return word.lower().replace("_", "")


class _Names:
    """Names to choose from, in plain letters, so that their neighbours are found at once."""

    def __init__(self, known: Iterable[str]) -> None:
        self.written: dict[str, str] = {}
        for name in known:
            if len(name) <= LONGEST:
                self.written.setdefault(_plain(name), name)
        self.asked: tuple[str, str | None] = "", None
        """The last question and its answer, which help and fix of a diagnostic both need."""
        self.forward = sorted(self.written)
        self.backward = sorted(name[::-1] for name in self.written)

    def near(self, plain: str) -> list[str]:
        if len(self.forward) <= _FEW:
            return self.forward
        backward = _around(self.backward, plain[::-1])
        return [*_around(self.forward, plain), *(name[::-1] for name in backward)]


def _around(ordered: list[str], word: str) -> list[str]:
    at = bisect_left(ordered, word)
    return ordered[max(0, at - _AROUND) : at + _AROUND]


_latest: tuple[Iterable[str], _Names] | None = None


def _names(known: Iterable[str]) -> _Names:
    """The index of names; a spec of many mistakes asks for the same ones again and again."""
    global _latest
    latest = _latest
    if latest is None or latest[0] is not known:
        latest = _latest = known, _Names(known)
    return latest[1]
