"""The smallest part of a text that still goes wrong, so that a person sees what is."""

from __future__ import annotations

from collections.abc import Callable


def shrunk(data: bytes, fails: Callable[[bytes], bool], most: int = 2000) -> bytes:
    """Drop lines, then bytes, in ever smaller groups, while it still fails."""
    tried = 0
    for separator in (b"\n", b""):
        parts = (
            data.split(b"\n") if separator else [data[at : at + 1] for at in range(len(data))]
        )
        size = max(1, len(parts) // 2)
        while size and tried < most:
            at, before = 0, len(parts)
            while at < len(parts) and tried < most:
                fewer = parts[:at] + parts[at + size :]
                tried += 1
                if fewer and fails(separator.join(fewer)):
                    parts = fewer
                else:
                    at += size
            if len(parts) == before or size > 1:
                size //= 2
        data = separator.join(parts)
    return data
