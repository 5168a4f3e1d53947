"""Workers and drivers are killed at random moments; the same command goes on, little is done twice, and the result is the same."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from rounds import choose

HERE = Path(__file__).parent
PARTS, SIZE, WORKERS = 24, 4, 2
EXPECTED = b"".join(f'{{"read":"a{n}"}}\n'.encode() for n in range(PARTS * SIZE))


def start(engine: str, folder: Path) -> subprocess.Popen[bytes]:
    environment = os.environ | {"READ_LOG": str(folder / "log"), "PYTHONPATH": str(HERE)}
    command = [sys.executable, str(HERE / "run_engine.py"), engine, str(folder / "parts"), str(folder / "out")]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def count_parts_redone(log: Path) -> int:
    """Parts of which an article was read more than once."""
    times = Counter(line.split()[1] for line in log.read_text(encoding="utf-8").splitlines())
    return len({int(article[1:]) // SIZE for article, number in times.items() if number > 1})


def wait_for_log(log: Path, lines: int, seconds: float = 90) -> list[str]:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
        if len(found) >= lines:
            return found
        time.sleep(0.02)
    raise AssertionError(f"only {len(found)} articles were read in {seconds} s")


@pytest.mark.parametrize("engine", ["pool", "ray"])
def test_a_worker_then_the_driver_are_killed_and_no_more_than_workers_and_one_parts_are_redone(engine: str, tmp_path: Path) -> None:
    driver = start(engine, tmp_path)
    log = tmp_path / "log"
    worker = int(wait_for_log(log, 10)[-1].split()[0])
    os.kill(worker, signal.SIGKILL)
    wait_for_log(log, random.Random(engine).randint(30, 45))
    os.killpg(driver.pid, signal.SIGKILL)
    driver.wait()
    assert not (tmp_path / "out").exists()
    again = start(engine, tmp_path)
    assert again.wait(120) == 0
    assert (tmp_path / "out").read_bytes() == EXPECTED
    assert count_parts_redone(log) <= WORKERS + 1


def test_the_driver_of_the_pool_is_killed_again_and_again(tmp_path: Path) -> None:
    moments = random.Random(7)
    for _ in range(choose(10, 50)):
        driver = start("pool", tmp_path)
        time.sleep(0.5 + moments.random() * 1.2)
        os.killpg(driver.pid, signal.SIGKILL)
        driver.wait()
    assert start("pool", tmp_path).wait(120) == 0
    assert (tmp_path / "out").read_bytes() == EXPECTED
