"""Input made to do harm, read by a process that may take so much time and memory and no more: an answer or one line, never a trace."""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from hostile import ARCHIVES, FILES, PROSE, TEXT
from rounds import choose

from karama.api import init_record
from karama.app.pipeline import Tools
from karama.cli.main import main
from karama.errors import InputError

CPU_S = 40  # of the processor, so that a busy machine does not matter
MEMORY = 2_000_000_000  # beyond what the loaded models take
CUT = choose(6_000, 60_000)  # characters of repeated prose


@dataclass(frozen=True, slots=True)
class Done:
    """How a process ended, what it wrote, and the seconds of the processor that it took."""

    code: int
    out: str
    err: str
    seconds: float


def run_bounded(folder: Path, arguments: Sequence[str], cpu_s: int = CPU_S) -> Done:
    """What `karama` does with the arguments, in a process that dies of more than its time, and gets no more than its memory."""
    out, err = folder / ".stdout", folder / ".stderr"
    child = os.fork()
    if child == 0:
        code = 99
        try:
            signal.signal(signal.SIGXCPU, signal.SIG_DFL)
            used = int(sum(resource.getrusage(resource.RUSAGE_SELF)[:2]))
            resource.setrlimit(resource.RLIMIT_CPU, (used + cpu_s, used + cpu_s))
            size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize() + MEMORY
            resource.setrlimit(resource.RLIMIT_AS, (size, size))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            for number, path in ((1, out), (2, err)):
                os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
            sys.stdout, sys.stderr = (os.fdopen(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))
            code = main(list(arguments))
            sys.stdout.flush()
            sys.stderr.flush()
        except BaseException as error:
            os.write(2, f"Traceback: {error!r}".encode())
        finally:
            os._exit(code)
    _, status, spent = os.wait4(child, 0)
    read = [path.read_bytes().decode("utf-8", "strict") for path in (out, err)]
    return Done(os.waitstatus_to_exitcode(status), read[0], read[1], spent.ru_utime + spent.ru_stime)


def assert_told(done: Done, allowed: tuple[int, ...] = (0, InputError.exit_code)) -> None:
    """Nothing; the command ended well, and each thing that it refused is one printable line."""
    assert done.code in allowed, (done.code, done.seconds, done.err[-2000:])
    assert "Traceback" not in done.err
    for line in done.err.splitlines():
        assert line.startswith("karama: "), line[:300]
        assert len(line) < 1000
        assert "\x1b" not in line


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_read_or_refused_in_one_line(tmp_path: Path, tools: Tools, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name]())
    done = run_bounded(tmp_path, ["read", str(path), "--json", "-q"])
    assert_told(done)
    readings = json.loads(done.out)
    refused = done.err.count("karama: ")
    assert refused <= 1
    assert done.code == (InputError.exit_code if refused else 0)
    assert len(readings) + refused == (2 if name == "surrogates.jsonl" else 1)
    assert "root:" not in done.out  # of /etc/passwd


@pytest.mark.parametrize("name", list(PROSE)[:: choose(4, 1)])
def test_prose_of_one_thing_over_and_over_is_read(tmp_path: Path, tools: Tools, name: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT + PROSE[name] * (CUT // len(PROSE[name])) + "\n\n" + TEXT, encoding="utf-8")
    done = run_bounded(tmp_path, ["read", str(path), "--json", "-q"])
    assert_told(done)


@pytest.mark.parametrize("form", ["text", "html"])
def test_characters_that_hide_or_turn_others_reach_no_screen_as_they_are(tmp_path: Path, tools: Tools, form: str) -> None:
    path = tmp_path / "colours.txt"
    path.write_bytes(FILES["colours.txt"]())
    done = run_bounded(tmp_path, ["read", str(path), "--format", form])
    assert_told(done)
    assert "\x1b]" not in done.out
    assert "\x9b" not in done.out


@pytest.mark.parametrize("name", ARCHIVES)
def test_a_hostile_archive_is_collected_or_refused_in_one_line(tmp_path: Path, tools: Tools, name: str) -> None:
    path, record = tmp_path / name, tmp_path / "r.karama"
    path.write_bytes(ARCHIVES[name]())
    init_record(record).close()
    done = run_bounded(tmp_path, ["collect", str(record), "--warc", str(path), "-q"])
    assert_told(done)
    assert (name == "good.warc") <= (done.code == 0)
