"""What a browser finds on the pages of the site."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)
"""Elements without an end."""

LOADING = {
    "link": "href",
    "script": "src",
    "img": "src",
    "iframe": "src",
    "object": "data",
    "source": "src",
    "audio": "src",
    "video": "src",
    "embed": "src",
}
"""What a browser fetches by itself."""


@dataclass
class Page(HTMLParser):
    """A page of HTML: how it is made up, where it leads, and what it loads."""

    path: Path
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    text: str = ""
    _open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.path.read_text(encoding="utf-8"))
        self.close()
        self.problems += [f"<{one}> is never closed" for one in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag not in VOID:
            self._open.append(tag)
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.headings.append(tag)
        self.ids += [one for one in (found.get("id"),) if one]
        if tag == "a" and found.get("href"):
            self.links.append(str(found["href"]))
        if tag in LOADING and found.get(LOADING[tag]):
            self.loads.append(str(found[LOADING[tag]]))
        if tag == "img" and not found.get("alt"):
            self.problems.append(f"{found.get('src')} has no text")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.problems.append(f"</{tag}> closes nothing at line {self.getpos()[0]}")

    def handle_data(self, data: str) -> None:
        self.text += data


def is_elsewhere(target: str) -> bool:
    """Whether an address is on another server."""
    parts = urlsplit(target)
    return parts.scheme in ("http", "https") or bool(parts.netloc)


def place(page: Path, target: str) -> tuple[Path, str]:
    """The file that an address of a page leads to, and the place in it."""
    parts = urlsplit(target)
    path = page.parent / unquote(parts.path) if parts.path else page
    return path.resolve(), unquote(parts.fragment)
