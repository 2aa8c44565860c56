"""How the vocabulary of a lookup is laid out, what may be in it, and what comes out of it."""

from __future__ import annotations

from collections import Counter
from typing import Literal

from mtlc_spec.frozen import frozen
from mtlc_spec.layers._categories import one_hot
from mtlc_spec.shapes import Shape, ShapeError, Size, Tensor, UnknownAxis, WrongRank
from mtlc_spec.values.tagged import conflict

Mode = Literal["int", "one_hot", "multi_hot", "count", "tf_idf", "binary", "tf-idf"]
"""What comes out; the last two are old names of `multi_hot` and `tf_idf`."""

OLD_NAMES = {"binary": "multi_hot", "tf-idf": "tf_idf"}

Token = str | int


@frozen
class Vocabulary:
    """The tokens of a lookup, behind a mask and the places of all that is not among them."""

    given: str | tuple[Token, ...] | None
    """The tokens, or the name of their file; None if they are learned."""
    mask: Token | None
    oov: Token | None
    oov_indices: int
    invert: bool
    output_mode: str
    max_tokens: int | None
    pad: bool
    sparse: bool
    idf_weights: tuple[float, ...] | None

    @property
    def mode(self) -> str:
        return OLD_NAMES.get(self.output_mode, self.output_mode)

    @property
    def special(self) -> tuple[Token | None, ...]:
        """What stands before the tokens; only numbers need a place for the mask."""
        masks = self.mask is not None and self.mode == "int"
        return ((self.mask,) if masks else ()) + (self.oov,) * self.oov_indices

    def check(self) -> None:
        """Raise the error of arguments that do not go together."""
        if self.pad and self.max_tokens is None:
            raise conflict("pad_to_max_tokens", "`pad_to_max_tokens` needs `max_tokens`")
        if self.sparse and self.mode == "int":
            raise conflict("sparse", "`sparse` is not for `output_mode: int`")
        if self.invert and self.mode != "int":
            raise conflict("invert", "`invert` needs `output_mode: int`")
        if self.invert and self.oov is None:
            raise conflict("oov_token", "`invert` needs an `oov_token`")
        if self.idf_weights is not None and self.mode != "tf_idf":
            raise conflict("idf_weights", "`idf_weights` are for `output_mode: tf_idf`")
        if isinstance(self.given, str):
            if self.mode == "tf_idf":
                raise conflict(
                    "vocabulary", "a file cannot be the vocabulary of `output_mode: tf_idf`"
                )
        elif self.given is not None:
            self._check_given(self.given)
        elif self.max_tokens is not None:
            self._check_room(self.max_tokens)

    def _check_given(self, given: tuple[Token, ...]) -> None:
        tokens = self._tokens(given)
        if not tokens:
            raise conflict("vocabulary", "the vocabulary has no tokens")
        twice = [token for token, times in Counter(tokens).items() if times > 1]
        if twice:
            raise conflict("vocabulary", f"{twice[0]!r} is in the vocabulary twice")
        if self.mask is not None and self.mask in tokens:
            raise conflict("vocabulary", f"the `mask_token` {self.mask!r} is in the vocabulary")
        if self.invert and self.oov in tokens:
            raise conflict("vocabulary", f"the `oov_token` {self.oov!r} is in the vocabulary")
        size = len(self.special) + len(tokens)
        if self.max_tokens is not None and size > self.max_tokens:
            raise conflict(
                "max_tokens",
                f"the vocabulary has {size} tokens, special ones included, "
                f"and `max_tokens` is {self.max_tokens}",
            )
        if self.mode == "tf_idf":
            weights = None if self.idf_weights is None else len(self.idf_weights)
            if weights is None:
                raise conflict("idf_weights", "a given vocabulary needs `idf_weights`")
            if weights != len(given):
                raise conflict(
                    "idf_weights", f"{weights} `idf_weights` for {len(given)} tokens"
                )

    def _check_room(self, most: int) -> None:
        """Whether `adapt` can keep a token; Keras takes a negative number for all but those."""
        special = len(self.special)
        if special == most or (special > most and self.pad and self.mode == "tf_idf"):
            raise conflict(
                "max_tokens", f"{special} special tokens leave no room for others in {most}"
            )

    def _tokens(self, given: tuple[Token, ...]) -> tuple[Token, ...]:
        """The tokens without the special ones, where the list begins with those."""
        first = len(self.special)
        return given[first:] if given[:first] == self.special else given

    def encoded(self, shape: Shape) -> Tensor:
        """What comes out for tokens of this shape.

        Raises:
            ShapeError: it is not known here, or TensorFlow cannot make it.
        """
        if self.mode == "int":
            return Tensor(shape, "int64")
        if self.sparse and self.mode == "tf_idf" and len(shape) > 1:
            raise ShapeError(
                WrongRank,
                "Keras cannot weigh sparse vectors of more than one sample",
                "leave `sparse` out, or use `output_mode: count`",
            )
        if self.mode == "one_hot":
            return Tensor(one_hot(shape, self._depth), "float32")
        return Tensor((*shape[:-1], self._depth), "float32")

    @property
    def _depth(self) -> Size:
        """The size of a vector; None where only `adapt` will tell."""
        if self.pad:
            return self.max_tokens
        if isinstance(self.given, str):
            raise ShapeError(
                UnknownAxis,
                f"as many columns as `{self.given}` has lines come out, and mtlc does not "
                "read it",
                "say `max_tokens` and `pad_to_max_tokens: true`, or list the vocabulary",
            )
        return None if self.given is None else len(self.special) + len(self._tokens(self.given))
