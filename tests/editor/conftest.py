"""One language server for all tests of a process."""

from collections.abc import Iterator

import pytest

from tests.editor.server import Server


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.close()
