"""Rows that every layer of images has."""

from __future__ import annotations

from typing import Any

from tests.catalogue.judge import Row

RGB = (8, 8, 3)
FEW = 2
"""Images of a row that is refused: Keras is slow here, and need not try several numbers."""


def rows(
    kind: str,
    arguments: dict[str, Any],
    *wrong: dict[str, Any],
    size: tuple[int, int] | None = None,
    colours: tuple[int, ...] | None = None,
    has_format: bool = True,
    integers: bool = True,
    keeps: bool = False,
    strings: bool = False,
) -> list[Row]:
    """Images of every kind, and arguments that Keras refuses.

    `size` is that of the images that come out, `colours` are the channels that they may
    have, `integers` says that whole numbers can be computed with, `keeps` that they stay,
    `strings` that the layer does not look at its images.
    """

    def given(height: Any, width: Any, channels: Any) -> tuple[Any, ...]:
        return (*(size or (height, width)), channels)

    def row(more: dict[str, Any], x: Any, y: Any, **rest: Any) -> Row:
        return Row(kind, {**arguments, **more}, [x], None if y is None else [y], **rest)

    whole = (RGB, "int32")
    found = [
        row({}, RGB, given(8, 8, 3)),
        row({}, (6, 10, 3), given(6, 10, 3), batch=5),
        row({}, (None, None, 3), given(None, None, 3)),
        row({}, RGB, given(8, 8, 3), call={"training": True}),
        row({}, RGB, given(8, 8, 3), call={"training": False}),
        row({"dtype": "mixed_float16"}, RGB, (given(8, 8, 3), "float16")),
        row({"dtype": "float64"}, RGB, (given(8, 8, 3), "float64")),
        row({}, RGB, given(8, 8, 3), again=[(12, 9, 3)]),
        row({}, (3,), None, refused="MTL3003"),
        row({}, (2, 8, 8, 3), None, refused="MTL3003"),
        row({"no_such_argument": 1}, RGB, None, refused="argument"),
        *(row(one, RGB, None, refused="argument", batch=FEW) for one in wrong),
    ]
    text = (RGB, "string")
    found.append(
        row({}, text, given(8, 8, 3))
        if strings
        else row({}, text, None, refused="MTL3006", batch=FEW)
    )
    if keeps:
        found.append(row({}, whole, (given(8, 8, 3), "int32")))
    elif integers:
        found.append(row({}, whole, given(8, 8, 3)))
    else:
        found.append(row({}, whole, None, refused="MTL3006", batch=FEW))
    if has_format:
        first = {"data_format": "channels_first"}
        found.append(row(first, (3, 8, 8), (3, *(size or (8, 8)))))
        found.append(row({"data_format": "first"}, RGB, None, refused="argument"))
    for channels in (1, 2, 4):
        if colours is None or channels in colours:
            found.append(row({}, (8, 8, channels), given(8, 8, channels)))
        else:
            found.append(row({}, (8, 8, channels), None, refused="MTL3005", batch=FEW))
    return found
