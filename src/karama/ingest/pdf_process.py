"""PDFs read in a process beside this one, with a limit of memory and time.

PDFium is a large program in C. A file of some hundred bytes can make it draw a billion words (a form that draws a form ten times, and so on), and where it
gets no memory it ends its process. It may also be called by one thread at a time only.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import struct
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from threading import Lock
from typing import IO

from karama.errors import InputError
from karama.ingest.making import Found

MEMORY_MB = 1_500  # of that process; two thousand pages of text take some 200
SECONDS = 60.0  # for one file
SIZE = struct.Struct(">Q")


@dataclass(slots=True)
class _Beside:
    """The process, started with the first file and again after one that ended it."""

    process: subprocess.Popen[bytes] | None = None
    owner: int = 0  # a forked child must not talk into its parent's pipes
    lock: Lock = field(default_factory=Lock)

    def ask(self, data: bytes, source: str) -> Found | str | None:
        """What the file holds, or why it is refused; None where reading it ended the process or took too long."""
        with self.lock:
            process = self._start()
            assert process.stdin is not None and process.stdout is not None
            try:
                write_message(process.stdin, source.encode("utf-8", "surrogatepass"))
                write_message(process.stdin, data)
                ready, _, _ = select.select([process.stdout], [], [], SECONDS)
                answer = _decode(read_message(process.stdout)) if ready else None
            except (OSError, EOFError, ValueError):
                answer = None
            if answer is None:
                self.stop()
            return answer

    def _start(self) -> subprocess.Popen[bytes]:
        if self.process is None or self.owner != os.getpid() or self.process.poll() is not None:
            command = [sys.executable, "-c", "from karama.ingest.pdf_process import serve; serve()"]
            self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # noqa: S603  # our own
            self.owner = os.getpid()
        return self.process

    def stop(self) -> None:
        """Nothing; the process is gone."""
        if self.process is not None and self.owner == os.getpid():
            self.process.kill()
            self.process.wait()
            for pipe in (self.process.stdin, self.process.stdout):
                if pipe is not None:
                    pipe.close()
        self.process = None


_BESIDE = _Beside()
atexit.register(_BESIDE.stop)


def read_apart(data: bytes, source: str) -> Found:
    """What the PDF holds.

    Raises:
        InputError: it cannot be read, or reading it takes too much.
    """
    answer = _BESIDE.ask(data, source)
    if answer is None:
        raise InputError(f"{source}: a PDF that takes more than {MEMORY_MB:,} MB or {SECONDS:.0f} s to read, or that its reader breaks down on")
    if isinstance(answer, str):
        raise InputError(answer)
    return answer


def serve() -> None:
    """Nothing, once nobody asks any more; the other side of `read_apart`."""
    from karama.ingest.pdf import read_pdf_here

    _limit()
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    while True:
        try:
            source, data = read_message(asked).decode("utf-8", "surrogatepass"), read_message(asked)
        except EOFError:
            return
        try:
            answer: dict[str, object] = asdict(read_pdf_here(data, source))
        except InputError as error:
            answer = {"refused": str(error)}
        write_message(answers, json.dumps(answer).encode())


def _limit() -> None:
    """Nothing; the process gets no more than its memory, where the system can hold it to it."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_MB << 20, MEMORY_MB << 20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, AttributeError, ValueError, OSError):
        return


def _decode(answer: bytes) -> Found | str:
    """The answer as it was sent. It is JSON and no pickle: a file that took the other process over can still only send words."""
    told = json.loads(answer)
    return str(told["refused"]) if "refused" in told else Found(**{**told, "issues": tuple(told["issues"])})


def write_message(stream: IO[bytes], message: bytes) -> None:
    """Nothing; the message is written with its length before it."""
    stream.write(SIZE.pack(len(message)) + message)
    stream.flush()


def read_message(stream: IO[bytes]) -> bytes:
    """The next message.

    Raises:
        EOFError: there is none.
    """
    head = stream.read(SIZE.size)
    if len(head) < SIZE.size:
        raise EOFError
    return stream.read(SIZE.unpack(head)[0])
