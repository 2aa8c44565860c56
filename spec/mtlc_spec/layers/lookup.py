"""Layers that look up values in a vocabulary, which is given or learned by `adapt`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from mtlc_spec.layers._categories import Encoder, LongInt, Salt, check_dense
from mtlc_spec.layers._vocabulary import Mode, Vocabulary
from mtlc_spec.shapes import (
    ShapeError,
    Tensor,
    WrongRank,
    WrongSize,
    require_dtype,
    show,
)
from mtlc_spec.values.dtypes import NUMBERS
from mtlc_spec.values.numbers import NonNegativeInt
from mtlc_spec.values.regularizers import Regularizer
from mtlc_spec.values.tagged import conflict

MaxTokens = Annotated[int, Field(gt=1)]
Words = Annotated[str, Field(min_length=1)] | tuple[str, ...]
"""The tokens, or the name of a file that has one on each line."""
Widths = int | tuple[Annotated[int, Field(gt=0)], ...]

STRINGS = frozenset({"string"})


class _Lookup(Encoder):
    """A layer with a vocabulary, whose dtype Keras does not look at."""

    lists = frozenset({"vocabulary", "idf_weights"})
    saved_besides: ClassVar[Mapping[str, object]] = {"vocabulary_size": ...}
    untaught_size: ClassVar[int] = 0
    """How many entries Keras counts before it knows any."""

    @property
    def _vocabulary(self) -> Vocabulary:
        raise AssertionError

    @property
    def follows_policy(self) -> bool:
        return False

    @classmethod
    def counted_besides(cls, saved: Mapping[str, object]) -> int:
        size = saved.get("vocabulary_size")
        if saved.get("vocabulary") is not None or not isinstance(size, int):
            return 0
        return size if size > cls.untaught_size else 0

    def implied(self, rank: int | None = None) -> Iterator[str]:
        yield from super().implied(rank)
        if self.dtype is not None:
            yield "dtype"

    @property
    def adapts(self) -> bool:
        return self._vocabulary.given is None

    @model_validator(mode="after")
    def _vocabulary_fits(self) -> Self:
        self._vocabulary.check()
        return self


class StringLookup(_Lookup):
    """The number of each string in a vocabulary, which is given or learned by `adapt`."""

    max_tokens: MaxTokens | None = None
    num_oov_indices: NonNegativeInt = 1
    mask_token: str | None = None
    oov_token: str | None = "[UNK]"
    vocabulary: Words | None = None
    idf_weights: tuple[float, ...] | None = None
    invert: bool = False
    output_mode: Mode = "int"
    pad_to_max_tokens: bool = False
    sparse: bool = False
    encoding: str = "utf-8"
    salt: Salt | None = None
    oov_method: Literal["floormod", "farmhash"] = "floormod"

    @property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(
            given=self.vocabulary,
            mask=self.mask_token,
            oov=self.oov_token,
            oov_indices=self.num_oov_indices,
            invert=self.invert,
            output_mode=self.output_mode,
            max_tokens=self.max_tokens,
            pad=self.pad_to_max_tokens,
            sparse=self.sparse,
            idf_weights=self.idf_weights,
        )

    def infer(self, x: Tensor) -> Tensor:
        require_dtype(x.dtype, NUMBERS if self.invert else STRINGS, "look up")
        return self._vocabulary.encoded(x.shape)


class IntegerLookup(_Lookup):
    """The number of each integer in a vocabulary, which is given or learned by `adapt`."""

    max_tokens: MaxTokens | None = None
    num_oov_indices: NonNegativeInt = 1
    mask_token: LongInt | None = None
    oov_token: LongInt | None = -1
    vocabulary: tuple[LongInt, ...] | None = None
    vocabulary_dtype: Literal["int64"] = "int64"
    idf_weights: tuple[float, ...] | None = None
    invert: bool = False
    output_mode: Mode = "int"
    sparse: bool = False
    pad_to_max_tokens: bool = False
    oov_method: Literal["floormod", "farmhash"] = "floormod"
    salt: Salt | None = None

    @model_validator(mode="after")
    def _salted(self) -> Self:
        if self.salt is not None and self.oov_method != "farmhash":
            raise conflict("salt", "`salt` is for `oov_method: farmhash`")
        return self

    @property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(
            given=self.vocabulary,
            mask=self.mask_token,
            oov=self.oov_token,
            oov_indices=self.num_oov_indices,
            invert=self.invert,
            output_mode=self.output_mode,
            max_tokens=self.max_tokens,
            pad=self.pad_to_max_tokens,
            sparse=self.sparse,
            idf_weights=self.idf_weights,
        )

    def infer(self, x: Tensor) -> Tensor:
        require_dtype(x.dtype, NUMBERS, "look up")
        return self._vocabulary.encoded(x.shape)


class TextVectorization(_Lookup):
    """Text as the numbers of its tokens; the vocabulary is given or learned by `adapt`."""

    untaught_size = 2

    max_tokens: MaxTokens | None = None
    standardize: Literal["lower_and_strip_punctuation", "lower", "strip_punctuation"] | None = (
        "lower_and_strip_punctuation"
    )
    split: Literal["whitespace", "character"] | None = "whitespace"
    ngrams: Widths | None = None
    output_mode: Mode = "int"
    output_sequence_length: NonNegativeInt | None = None
    pad_to_max_tokens: bool = False
    vocabulary: Words | None = None
    idf_weights: tuple[float, ...] | None = None
    sparse: bool = False
    ragged: bool = False
    encoding: str = "utf-8"
    activity_regularizer: Regularizer | None = None

    @model_validator(mode="after")
    def _only_for_numbers(self) -> Self:
        if self.output_mode != "int":
            if self.output_sequence_length is not None:
                raise conflict(
                    "output_sequence_length",
                    "`output_sequence_length` is for `output_mode: int`",
                )
            if self.ragged:
                raise conflict("ragged", "`ragged` is for `output_mode: int`")
        return self

    @property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(
            given=self.vocabulary,
            mask="",
            oov="[UNK]",
            oov_indices=1,
            invert=False,
            output_mode=self.output_mode,
            max_tokens=self.max_tokens,
            pad=self.pad_to_max_tokens,
            sparse=self.sparse,
            idf_weights=self.idf_weights,
        )

    def infer(self, x: Tensor) -> Tensor:
        require_dtype(x.dtype, STRINGS, "split")
        if self.split is not None and x.rank > 1 and x.shape[-1] not in (1, None):
            raise ShapeError(
                WrongSize,
                f"it splits one text each, and gets {show(x.shape)}",
                "give its input the shape `[1]` or `[]`, or say `split: null`",
            )
        self._check_ragged(x)
        if self.output_mode == "int":
            self._check_filled(x)
            return Tensor((x.shape[0], self.output_sequence_length), "int64")
        if self.split is not None:
            return self._vocabulary.encoded((*x.shape, None))
        return self._vocabulary.encoded(x.shape if x.rank > 1 else (*x.shape, 1))

    def _check_filled(self, x: Tensor) -> None:
        """Keras cannot fill up a row that has no tokens at all."""
        given = x.shape[-1] if x.rank > 1 else None
        if self.split is not None or given is None or self.ragged or self.ngrams is None:
            return
        widths = range(1, self.ngrams + 1) if isinstance(self.ngrams, int) else self.ngrams
        if self.output_sequence_length and not any(width <= given for width in widths):
            raise ShapeError(
                WrongSize,
                f"no n-grams of {show(widths)} tokens are in {show(x.shape)}, and Keras "
                "cannot fill up what is empty",
                "take smaller `ngrams`, or leave `output_sequence_length` out",
            )

    def _check_ragged(self, x: Tensor) -> None:
        """What texts are split into is ragged: only two axes of it become dense."""
        mode = self._vocabulary.mode
        ragged = self.split is not None and (
            self.ragged or mode == "one_hot" or (mode != "int" and x.rank > 2)
        )
        if ragged and self.sparse:
            raise ShapeError(
                WrongRank,
                f"Keras cannot make sparse vectors of the tokens of {show(x.shape)}",
                "leave `sparse` out",
            )
        check_dense(self.activity_regularizer, dense=not (ragged or self.sparse))

    def run_dtype(self, dtype: str) -> str:
        return "float32" if self._vocabulary.mode == "tf_idf" else "int64"
