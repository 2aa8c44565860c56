"""Which shapes can attend to each other, by the two ways in which Keras computes it."""

from __future__ import annotations

from dataclasses import dataclass

from mtlc_spec.shapes import (
    MismatchedInputs,
    Shape,
    ShapeError,
    Size,
    WrongAxis,
    WrongRank,
    broadcast,
    show,
)

MOST_SCORE_AXES = 8
"""How many axes TensorFlow takes in a softmax over more than one of them."""


@dataclass(frozen=True, slots=True)
class Attention:
    """The shapes of query, key and value, and the axes over which they attend.

    Keras projects each to `heads`, which then stand on the axis of the features; the
    projected features come after it. `axes` may name these two as well.
    """

    query: Shape
    key: Shape
    value: Shape
    heads: int
    axes: tuple[int, ...]

    def check_fused(self, mask: Shape | None) -> None:
        """Raise `ShapeError` if attention in one step cannot be computed.

        Keras goes this way for a query of 3 axes if neither dropout nor the scores are
        wanted, and attends over axis 1 then, whatever `axes` says.
        """
        self._check_ranks()
        batch = _joined(0, self.query, self.key, self.value)
        if mask is None:
            return
        steps = self.query[1]
        given = self._over_scores(mask, rank=4)
        # A single step of the query is repeated for the steps of the mask.
        steps = given[2] if steps == 1 else steps
        _check_mask(given, (batch, self.heads, steps, self.value[1]), mask)

    def check_scores(self, mask: Shape | None) -> None:
        """Raise `ShapeError` if attention by way of the scores cannot be computed."""
        self._check_ranks()
        self._check_axes()
        features = len(self.value) - 1
        batch: list[Size] = []
        for axis in range(features):
            if axis in self.axes:
                _joined(axis, self.key, self.value)
            else:
                batch.append(self._batch_axis(axis))
        if mask is None:
            return
        if features not in self.axes:
            batch.append(self.heads)
        attended = [
            self.heads if axis == features else shape[axis]
            for shape in (self.query, self.key)
            for axis in self.axes
        ]
        scores = (*batch, *attended)
        _check_mask(self._over_scores(mask, len(scores)), scores, mask)

    def _batch_axis(self, axis: int) -> Size:
        """The size of an axis that is not attended; some ways to multiply broadcast it."""
        whole = (self.query, self.key, self.value)
        if len(self.value) == 3 and self.axes == (1,):
            return _joined(axis, *whole, ones=True)
        if len(self.value) == 3 and self.axes == (2,):
            _joined(axis, self.query, self.key)
            return _joined(axis, *whole, ones=True)
        return _joined(axis, *whole)

    def _check_ranks(self) -> None:
        if not len(self.query) == len(self.key) == len(self.value):
            raise ShapeError(
                MismatchedInputs,
                f"the query has {len(self.query)} axes, the key {len(self.key)} and the "
                f"value {len(self.value)}, batch included",
            )

    def _check_axes(self) -> None:
        rank = len(self.value)
        if not self.axes:
            raise ShapeError(
                WrongAxis, f"there is no axis of {show(self.value)} to attend over"
            )
        if rank in self.axes or len({*self.axes}) < len(self.axes):
            raise ShapeError(
                WrongAxis,
                f"it cannot attend over the axes {', '.join(map(str, self.axes))} of "
                f"{show(self.value)}",
                "name each axis once, and not the axis after the last",
            )
        if len(self.axes) > 1 and rank + len(self.axes) > MOST_SCORE_AXES:
            raise ShapeError(
                WrongRank,
                f"attention over {len(self.axes)} axes of {show(self.value)} has scores of "
                f"{rank + len(self.axes)} axes, and at most {MOST_SCORE_AXES} can be computed",
            )

    def _over_scores(self, mask: Shape, rank: int) -> Shape:
        """The mask with axes of 1, for the heads and others, before those attended."""
        missing = rank - len(mask)
        place = len(mask) - 2 * len(self.axes)
        if missing < 0 or (missing > 0 and place < 0):
            raise ShapeError(
                MismatchedInputs,
                f"a mask of {len(mask)} axes cannot go with scores of {rank} axes, "
                f"{2 * len(self.axes)} of them attended",
            )
        return (*mask[:place], *(1,) * missing, *mask[place:]) if missing else mask


def joined_mask(value: Shape | None, key: Shape | None, *whole: Shape | None) -> Shape | None:
    """The shape of all masks together; those of value and key hold for every query.

    Raises:
        ShapeError: they do not broadcast.
    """
    joined: Shape | None = None
    of_steps = [(*mask[:-1], 1, mask[-1]) for mask in (value, key) if mask is not None]
    for mask in (*of_steps, *whole):
        if mask is None:
            continue
        try:
            joined = mask if joined is None else broadcast(joined, mask)
        except ShapeError as error:
            raise ShapeError(
                MismatchedInputs, f"its masks do not go together: {error.problem}"
            ) from None
    return joined


def _joined(axis: int, *shapes: Shape, ones: bool = False) -> Size:
    """The size of an axis that must be the same in all shapes, or also 1.

    Raises:
        ShapeError: known sizes differ.
    """
    sizes = {shape[axis] for shape in shapes}
    known = sizes - {None, 1} if ones else sizes - {None}
    if len(known) > 1:
        raise ShapeError(
            MismatchedInputs,
            f"{' and '.join(dict.fromkeys(map(show, shapes)))} have different batch sizes"
            if axis == 0
            else f"{' and '.join(dict.fromkeys(map(show, shapes)))} differ on axis {axis}, "
            "which is not attended over",
        )
    return known.pop() if known else None if None in sizes else 1


def _check_mask(given: Shape, scores: Shape, mask: Shape) -> None:
    for size, wanted in zip(given, scores, strict=True):
        if size is not None and wanted is not None and size not in (1, wanted):
            raise ShapeError(
                MismatchedInputs,
                f"a mask of {show(mask)} does not broadcast to scores of {show(scores)}",
            )
