"""Did you mean …? for misspelt names."""

from __future__ import annotations

from collections.abc import Iterable

LONGEST = 60
"""Characters; longer words are not compared."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known name that a misspelt one most likely means; None if nothing is close."""
    if len(word) > LONGEST:
        return None
    from difflib import get_close_matches  # only a mistake needs it

    names = list(dict.fromkeys(name for name in known if len(name) <= LONGEST))
    folded = {name.lower().replace("_", ""): name for name in reversed(names)}
    plain = word.lower().replace("_", "")
    if plain in folded and folded[plain] != word:
        return folded[plain]
    if found := get_close_matches(word, names, n=1, cutoff=0.7):
        return found[0]
    if found := get_close_matches(plain, list(folded), n=1, cutoff=0.75):
        return folded[found[0]]
    return None


def did_you_mean(word: str, known: Iterable[str], prefix: str = "") -> str | None:
    """``did you mean `units`?``, or None."""
    found = nearest(word, known)
    return None if found is None else f"did you mean `{prefix}{found}`?"
