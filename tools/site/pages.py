"""The pages of the site while they are made: texts by path, and the files beside them."""

from __future__ import annotations

from dataclasses import dataclass, field

Navigation = list["Entry"]
Entry = dict[str, "str | Navigation"]
"""A title, and the path of its page or the entries below it, as MkDocs wants it."""


@dataclass(slots=True)
class Pages:
    """Markdown by path, such as `layers/Dense.md`."""

    texts: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    """What is not Markdown: pictures, the schema."""

    def add(self, path: str, *parts: str) -> str:
        """Take up a page, and give its path."""
        if path in self.texts:
            raise ValueError(f"there are two pages {path}")
        self.texts[path] = "\n".join(part.rstrip("\n") + "\n" for part in parts if part)
        return path
