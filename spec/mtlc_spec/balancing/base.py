"""What the arguments of all strategies have in common."""

from __future__ import annotations

from typing import ClassVar

from mtlc_spec.values.tagged import Tagged


class Strategy(Tagged):
    """How the losses of several tasks become one."""

    module = ""

    wants_positive: ClassVar[bool] = False
    """It takes logarithms or ratios of losses."""

    @classmethod
    def kind(cls) -> str:
        """The name of its folder."""
        return cls.__module__.rpartition(".")[2]
