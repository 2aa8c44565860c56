"""What becomes of the weights of one model when Keras loads them into the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mtlc.compare.checkpoint import Loaded, NotKnown, load, stored
from mtlc.compare.mapping import WeightMapping
from mtlc.compare.subject import Subject

Outcome = Literal["loads", "wrong layers", "fits", "fails", "unknown"]


@dataclass(frozen=True)
class Loading:
    """`loads` puts every weight where it belongs, `wrong layers` some of them elsewhere.

    `fits` raises no error, and says nothing about models that are different.
    """

    outcome: Outcome
    message: str
    layers: tuple[Loaded, ...] = ()


def _rest(source: Subject, found: tuple[Loaded, ...]) -> str:
    """The weights in the file that Keras does not look at."""
    taken = {one.place for one in found}
    left = [
        one.layer[-1]
        for place, one in stored(source).items()
        if place not in taken and one.variables != ()
    ]
    if not left:
        return ""
    more = f" and of {len(left) - 1} more" if len(left) > 1 else ""
    return f"; those of `{left[0]}`{more} are left out"


def loading(source: Subject, target: Subject, mapping: WeightMapping | None) -> Loading:
    """What `target.load_weights` does with the weights that `source` saved."""
    try:
        found = tuple(load(source, target))
    except NotKnown as error:
        return Loading("unknown", str(error))
    failed = [one for one in found if one.problem is not None]
    if failed:
        more = f", and {len(failed) - 1} more" if len(failed) > 1 else ""
        return Loading("fails", f"{failed[0].problem}{more}", found)
    if mapping is None:
        if not found:
            return Loading("fits", "there are no weights to load", found)
        return Loading(
            "fits", f"every weight has the shape that is wanted{_rest(source, found)}", found
        )
    wanted = {
        (one.layer[-1], other.layer[-1])
        for one, other in mapping.parts
        if one.start is None and other.start is None
    }
    wrong = [
        one
        for one in found
        if one.source is not None and (one.source[-1], one.target[-1]) not in wanted
    ]
    if wrong:
        first = wrong[0]
        assert first.source is not None
        return Loading(
            "wrong layers",
            f"`{first.target[-1]}` gets the weights of `{first.source[-1]}`"
            + (f", and {len(wrong) - 1} more get those of another" if len(wrong) > 1 else ""),
            found,
        )
    return Loading("loads", "every weight comes where it belongs", found)
