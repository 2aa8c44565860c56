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

_MOST_COMPARED = 12
"""Names, those with most letters in common, of which the closest are meant."""

_LETTERS_A_SLIP = 4
"""Letters of a word for each mistake that is surely none of meaning."""

_ELSEWHERE = {
    "avg": "mean",
    "bcewithlogits": "binarycrossentropy",
    "clamp": "clip",
    "kaimingnormal": "henormal",
    "kaiminguniform": "heuniform",
    "l1": "mae",
    "nll": "sparsecategoricalcrossentropy",
    "smoothl1": "huber",
    "sqr": "square",
    "xaviernormal": "glorotnormal",
    "xavieruniform": "glorotuniform",
}
"""What NumPy and PyTorch call things of Keras, in plain letters."""

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
    found = _closest(word, known)
    return found[0] if found else None


def surely(word: str, known: Iterable[str]) -> str | None:
    """The known name that a misspelt one means; None if others are as close, or all far."""
    found = _closest(word, known)
    if len(found) != 1:
        return None
    (meant,) = found
    plain, other = _plain(word), _plain(meant)
    if _abbreviates(plain, other):
        return meant
    return meant if distance(plain, other) <= max(1, len(plain) // _LETTERS_A_SLIP) else None


def _closest(word: str, known: Iterable[str]) -> list[str]:
    """The names that a word may mean, all as close to it; none if nothing is close."""
    if len(word) > LONGEST:
        return []
    names = _names(known)
    if names.asked[0] == word:
        return names.asked[1]
    plain = _plain(word)
    meant = _ELSEWHERE.get(plain, plain)
    if meant in names.written:
        answer = [names.written[meant]]
    else:
        answer = [names.written[one] for one in _alike(plain, names.near(plain))]
    names.asked = word, answer
    return answer


def _alike(plain: str, known: Iterable[str]) -> list[str]:
    """The names at the least distance, first those that have most letters in common."""
    from difflib import SequenceMatcher, get_close_matches  # only a mistake needs them

    far = {
        one: _how_far(plain, one)
        for one in get_close_matches(plain, known, n=_MOST_COMPARED, cutoff=_CLOSE)
    }
    least = min(far.values(), default=None)
    return sorted(
        [one for one in far if far[one] == least],
        key=lambda one: (-SequenceMatcher(None, plain, one).ratio(), one),
    )


def _how_far(plain: str, name: str) -> tuple[int, int]:
    """Slips, of which leaving out letters is one, and the distance."""
    length = distance(plain, name)
    return (1 if _abbreviates(plain, name) else length), length


def _abbreviates(short: str, name: str) -> bool:
    """Whether a word is a name with letters left out: `GlobalAvPooling2D`."""
    rest = iter(name)
    return short[:1] == name[:1] and all(letter in rest for letter in short)


def distance(a: str, b: str) -> int:
    """How many letters to add, to leave out, to replace or to swap with the next one.

    Optimal string alignment (Damerau, A Technique for Computer Detection and Correction of
    Spelling Errors, 1964).
    """
    rows: list[list[int]] = [[*range(len(b) + 1)]]
    for i, one in enumerate(a):
        row = [i + 1]
        for j, other in enumerate(b):
            best = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (one != other))
            if i and j and one == b[j - 1] and other == a[i - 1]:
                best = min(best, rows[i - 1][j - 1] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]


def did_you_mean(word: str, known: Iterable[str], prefix: str = "") -> str | None:
    """``did you mean `units`?``, or None.

    A word that is part of a few names asks for these: `LayerNorm`, `focal`.
    """
    likely = _closest(word, known) or _holding(word, known)
    if not 0 < len(likely) <= _FEW_MEANT:
        return None
    return f"did you mean {' or '.join(f'`{prefix}{one}`' for one in likely)}?"


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
    return found


def _plain(word: str) -> str:
    return word.lower().replace("_", "")


class _Names:
    """Names to choose from, in plain letters, so that their neighbours are found at once."""

    def __init__(self, known: Iterable[str]) -> None:
        self.written: dict[str, str] = {}
        for name in known:
            if len(name) <= LONGEST:
                self.written.setdefault(_plain(name), name)
        self.asked: tuple[str, list[str]] = "", []
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
