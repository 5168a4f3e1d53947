"""A private PostgreSQL server for the tests: its own folder, its own user where we are root, a socket and no network."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

INSTALLER = Path(__file__).parents[2] / "tools" / "install-test-needs"
USER = "postgres"  # Debian's package makes it; the server refuses to run as root


def find_binaries() -> Path | None:
    """The folder with initdb and pg_ctl, the newest version of Debian's first; None if there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]) if path.parts[4].isdigit() else 0)
    if found:
        return found[-1].parent
    named = shutil.which("initdb")
    return Path(named).parent if named else None


def install_binaries() -> Path | None:
    """The folder with the binaries, installed first where CI or the tester asks for it; None if there is none."""
    wanted = os.environ.get("CI") == "true" or os.environ.get("KARAMA_TEST_INSTALL") == "1"
    if find_binaries() is None and wanted and os.geteuid() == 0:
        subprocess.run([str(INSTALLER)], check=True)
    return find_binaries()


def restart_server(url: str) -> None:
    """Nothing; the server of that URL was stopped as if its machine had lost power, and runs again."""
    binaries, folder = find_binaries(), Path(url.partition("unix_sock=")[2].partition("&")[0]).parent
    assert binaries is not None
    as_root = os.geteuid() == 0
    command = [str(binaries / "pg_ctl"), "-D", str(folder / "data"), "-m", "immediate", "-l", str(folder / "log"), "-w", "restart"]
    done = subprocess.run(
        command, user=USER if as_root else None, group=USER if as_root else None, cwd=folder,
        env={"LC_ALL": "C", "HOME": str(folder)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr + done.stdout


@contextmanager
def run_server(binaries: Path) -> Iterator[str]:
    """The URL of a server that lives until the end."""
    folder = Path(tempfile.mkdtemp(prefix="karama-pg-"))
    as_root = os.geteuid() == 0
    if as_root:
        shutil.chown(folder, USER)

    def call(program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(binaries / program), *arguments], user=USER if as_root else None, group=USER if as_root else None, cwd=folder,
            env={"LC_ALL": "C", "HOME": str(folder)}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr + done.stdout

    data = str(folder / "data")
    try:
        call("initdb", "-D", data, "-U", "karama", "-A", "trust", "-E", "UTF8", "--no-sync")
        settings = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off -c max_connections=30"
        call("pg_ctl", "-D", data, "-o", settings, "-l", str(folder / "log"), "-w", "start")
        try:
            yield f"postgresql://karama@/postgres?unix_sock={folder}/.s.PGSQL.5432"
        finally:
            call("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
