"""The supervised pool of processes on this machine: models loaded once a worker, a limit of memory, a deadline an article, restarts.

An article that ends two workers is set aside with its reason; the others of its part are read. What comes out is what one process would have read.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from karama.adapters.engines.desk import Desk, Task
from karama.adapters.engines.worker import ONE_THREAD, run_worker
from karama.domain.parts import Part, PartResult
from karama.errors import SetupError
from karama.ports import KeptParts

START_S = 120.0  # until a worker has loaded its models
PULSE_S = 0.5  # how often deadlines and memory are looked at
FAILED_STARTS = 3  # in a row; then something else is wrong


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    started: float
    ready: bool = False
    task: Task | None = None
    heard: float = 0.0


@dataclass(slots=True)
class LocalPool:
    """An engine. `opener` names the function ("module:function") that gives a worker its reader; limits are an article's."""

    opener: str
    workers: int
    deadline_s: float = 120.0
    memory_mb: int | None = None
    deaths: list[str] = field(default_factory=list)  # why workers ended, for the report
    _pool: list[_Worker] = field(default_factory=list)
    _desk: Desk = field(default_factory=lambda: Desk(1))
    _failed_starts: int = 0

    def __call__(self, parts: Iterable[Part], kept: KeptParts | None = None, /) -> Iterator[PartResult]:
        """The results in the order of the parts, which are taken a few ahead of what is asked for.

        Raises:
            SetupError: workers cannot start.
        """
        self._desk = Desk(self.workers)
        try:
            yield from self._desk.run(parts, kept, self._step)
        finally:
            self._stop()

    # ------------------------------------------------------------ one turn

    def _step(self) -> None:
        """Nothing; work was handed out, and what workers told was heard."""
        self._fill()
        self._hand_out()
        by_pipe: dict[Any, _Worker] = {worker.pipe: worker for worker in self._pool}
        for pipe in wait(list(by_pipe), PULSE_S):
            self._hear(by_pipe[pipe])
        self._look_after()

    def _fill(self) -> None:
        """Nothing; there are as many workers as there is work for."""
        busy = sum(worker.task is not None for worker in self._pool)
        while len(self._pool) < min(self.workers, busy + len(self._desk.todo)):
            context = get_context("spawn")  # a forked child would share locks of threads that are not there
            ours, theirs = context.Pipe()
            before = {name: os.environ.get(name) for name in ONE_THREAD}
            os.environ.update(ONE_THREAD)
            try:
                process = context.Process(target=run_worker, args=(theirs, self.opener, self.memory_mb), daemon=True)
                process.start()
            finally:
                for name, value in before.items():
                    os.environ.pop(name, None) if value is None else os.environ.__setitem__(name, value)
            theirs.close()
            self._pool.append(_Worker(process, ours, time.monotonic()))

    def _hand_out(self) -> None:
        for worker in self._pool:
            if worker.ready and worker.task is None and self._desk.todo:
                task = self._desk.todo.popleft()
                articles = self._desk.list_articles(task)
                try:
                    worker.pipe.send(articles)
                except OSError:  # it died just now; its end is seen at the next look
                    self._desk.todo.appendleft(task)
                    continue
                worker.task, worker.heard = task, time.monotonic()

    def _hear(self, worker: _Worker) -> None:
        try:
            kind, value = worker.pipe.recv()
        except (EOFError, OSError):
            self._bury(worker, _tell_end(worker.process))
            return
        worker.heard = time.monotonic()
        if kind == "ready":
            worker.ready, self._failed_starts = True, 0
        elif kind == "line" and worker.task is not None:
            self._desk.tell(worker.task, value)
        elif kind == "done":
            worker.task = None

    def _look_after(self) -> None:
        """Nothing; workers that take too long or too much are gone."""
        now = time.monotonic()
        for worker in tuple(self._pool):
            if worker not in self._pool:
                continue
            if not worker.process.is_alive() and not worker.pipe.poll():
                self._bury(worker, _tell_end(worker.process))
            elif not worker.ready and now - worker.started > START_S:
                self._bury(worker, f"did not start within {START_S:.0f} s")
            elif worker.task is not None and now - worker.heard > self._allow(worker.task):
                self._bury(worker, f"no answer within {self.deadline_s:g} s")
            elif self.memory_mb is not None and worker.task is not None and read_memory_mb(worker.process.pid) > self.memory_mb:
                self._bury(worker, f"took more than {self.memory_mb} MB")

    def _allow(self, task: Task) -> float:
        """Seconds until the next line: a part is parsed together before its first article is told."""
        together = len(task.places) - task.taken
        return self.deadline_s * (1 if together <= 1 else min(4, together))

    # ------------------------------------------------------------ ends

    def _bury(self, worker: _Worker, reason: str) -> None:
        """Nothing; the worker is gone, and what it had not told is to be read again, one by one, or is set aside."""
        self._pool.remove(worker)
        worker.process.kill()
        worker.process.join(5)
        worker.pipe.close()
        self.deaths.append(reason)
        task = worker.task
        if task is None:
            self._failed_starts += not worker.ready
            if self._failed_starts >= FAILED_STARTS:
                raise SetupError(f"workers cannot start: {reason}")
            return
        self._desk.fail(task, reason)

    def _stop(self) -> None:
        for worker in self._pool:
            worker.process.kill()
        for worker in self._pool:
            worker.process.join(5)
            worker.pipe.close()
        self._pool.clear()


def _tell_end(process: BaseProcess) -> str:
    process.join(1)
    code = process.exitcode
    if code == 70:
        return "ran out of memory"
    return f"was ended by signal {-code}" if code is not None and code < 0 else f"ended with exit code {code}"


def read_memory_mb(pid: int | None) -> float:
    """The memory that a process holds, in MB; 0 where the system does not tell."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError, ValueError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)
