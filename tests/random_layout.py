"""Random layouts of YAML data: styles, indentation, spaces, empty lines and comments."""

from __future__ import annotations

import json
from random import Random
from typing import Any


def laid_out(data: dict[str, Any], seed: int) -> str:
    """Some text that says the data, as nobody would write it."""
    return f"{_Layout(Random(seed)).block(data, 0)}\n"


class _Layout:
    """Draws one layout."""

    def __init__(self, draw: Random) -> None:
        self.draw = draw

    def chance(self, share: float) -> bool:
        return self.draw.random() < share

    def remark(self) -> str:
        """A comment at the end of a line, most often none."""
        words = ("  # c{}", " # mtlc: odd {}", "   # - {{a: {}")
        if self.chance(0.8):
            return ""
        return self.draw.choice(words).format(self.draw.randrange(1000))

    def block(self, value: Any, indent: int) -> str:
        step = self.draw.randrange(1, 5)
        pairs = value.items() if isinstance(value, dict) else [(None, one) for one in value]
        lines: list[str] = []
        for key, one in pairs:
            while self.chance(0.1):
                column = indent if self.chance(0.7) else max(0, indent - 1)
                lines.append(f"{' ' * column}# own {self.draw.randrange(1000)}")
            if self.chance(0.08):
                lines += [""] * self.draw.choice([1, 3])
            colon = self.draw.choice([":", ":", " :"])
            head = " " * indent + ("-" if key is None else f"{_word(key)}{colon}")
            self.member(lines, head, key, one, indent, step)
        return "\n".join(lines)

    def member(
        self, lines: list[str], head: str, key: object, value: Any, indent: int, step: int
    ) -> None:
        """An item behind its dash, or a value behind its key."""
        if isinstance(value, dict | list) and value and self.chance(0.6):
            outdented = isinstance(value, list) and key is not None and self.chance(0.4)
            inner = indent if outdented else indent + step
            lines += [head + self.remark(), self.block(value, inner)]
        elif key is not None and value is None and self.chance(0.5):
            lines.append(head + self.remark())
        elif self.chance(0.1):
            lines += [head + self.remark(), " " * (indent + 1) + self.flow(value, indent + 1)]
        else:
            lines.append(f"{head} {self.flow(value, indent + 1)}{self.remark()}")

    def flow(self, value: Any, indent: int) -> str:
        if isinstance(value, dict):
            parts = []
            for key, one in value.items():
                colon = self.draw.choice([": ", " : ", ":  "])
                text = f"{_word(key)}{colon}{self.flow(one, indent + 1)}"
                bare = one is None and self.chance(0.7)
                parts.append(self.gap(indent) + (_word(key) if bare else text))
            return f"{{{','.join(parts)}{self.gap(indent)}}}"
        if isinstance(value, list):
            items = (self.gap(indent) + self.flow(one, indent + 1) for one in value)
            return f"[{', '.join(items)}{self.gap(indent)}]"
        return json.dumps(value)

    def gap(self, indent: int) -> str:
        """What stands between the items of brackets, most often nothing."""
        if self.chance(0.7):
            return ""
        margin = " " * (indent + self.draw.randrange(4))
        number = self.draw.randrange(1000)
        return self.draw.choice(
            [" ", f"\n{margin}", f"  # f{number}\n{margin}", f"\n{margin}# o{number}\n{margin}"]
        )


def _word(key: object) -> str:
    return json.dumps(key).strip('"')
