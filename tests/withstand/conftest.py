"""What the tests of faults share: how many rounds they run, a server of their own, and a child that can be killed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# The private PostgreSQL server is that of the contract tests.
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "contract"))
from servers import find_binaries, install_binaries, run_server


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a real server, its own for these tests: it is stopped and started under them."""
    binaries = install_binaries()
    if binaries is None or find_binaries() is None:
        pytest.skip("PostgreSQL is not installed: run tools/install-test-needs as root, or set KARAMA_TEST_INSTALL=1")
    with run_server(binaries) as url:
        yield url
