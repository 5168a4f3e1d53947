"""The stores that the contract is held against."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from servers import install_binaries, run_server


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a real server, its own for these tests."""
    binaries = install_binaries()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed: run tools/install-test-needs as root, or set KARAMA_TEST_INSTALL=1")
    with run_server(binaries) as url:
        yield url
