"""The supervised pool of processes on this machine: models loaded once a worker, a limit of memory, a deadline an article, restarts.

An article that ends two workers is set aside with its reason; the others of its part are read. What comes out is what one process would have read.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from karama.adapters.engines.worker import ONE_THREAD, run_worker
from karama.domain.parts import Aside, Part, PartResult
from karama.domain.text import Article
from karama.errors import SetupError
from karama.ports import KeptParts

AHEAD = 3  # parts a worker that may be read before they are asked for
START_S = 120.0  # until a worker has loaded its models
PULSE_S = 0.5  # how often deadlines and memory are looked at
MOST_DEATHS = 2  # of workers by one article
FAILED_STARTS = 3  # in a row; then something else is wrong


@dataclass(slots=True)
class _Task:
    """Articles of a part that are to be read, by their places in it. Several together at first; one by one after a worker died of them."""

    part: int
    places: list[int]
    deaths: int = 0
    taken: int = 0  # how many of them have been told


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    started: float
    ready: bool = False
    task: _Task | None = None
    heard: float = 0.0


@dataclass(slots=True)
class _Open:
    """A part that is being read."""

    part: Part
    lines: list[bytes | Aside | None]
    result: PartResult | None = None


@dataclass(slots=True)
class LocalPool:
    """An engine. `opener` names the function ("module:function") that gives a worker its reader; limits are an article's."""

    opener: str
    workers: int
    deadline_s: float = 120.0
    memory_mb: int | None = None
    deaths: list[str] = field(default_factory=list)  # why workers ended, for the report
    _pool: list[_Worker] = field(default_factory=list)
    _todo: deque[_Task] = field(default_factory=deque)
    _open: dict[int, _Open] = field(default_factory=dict)
    _failed_starts: int = 0

    def __call__(self, parts: Iterable[Part], kept: KeptParts | None = None, /) -> Iterator[PartResult]:
        """The results in the order of the parts, which are taken a few ahead of what is asked for.

        Raises:
            SetupError: workers cannot start.
        """
        source, taken, given = iter(parts), 0, 0
        more = True
        try:
            while more or self._open:
                while more and len(self._open) < self.workers * AHEAD:
                    part = next(source, None)
                    if part is None:
                        more = False
                        break
                    self._begin(taken, part, kept)
                    taken += 1
                while given in self._open and (done := self._open[given].result) is not None:
                    self._open.pop(given)
                    given += 1
                    yield done
                if self._open:
                    self._step()
                    self._finish(kept)
        finally:
            self._stop()

    def _begin(self, number: int, part: Part, kept: KeptParts | None) -> None:
        found = kept.find(part.key, len(part.articles)) if kept is not None else None
        result = found if part.articles else PartResult(part.key, ())
        self._open[number] = _Open(part, [None] * len(part.articles), result)
        if result is None:
            self._todo.append(_Task(number, list(range(len(part.articles)))))

    def _finish(self, kept: KeptParts | None) -> None:
        """Nothing; parts that are whole now are kept at once, though others before them are still being read."""
        for one in self._open.values():
            lines = tuple(line for line in one.lines if line is not None)
            if one.result is None and len(lines) == len(one.lines):
                one.result = PartResult(one.part.key, lines)
                if kept is not None:
                    kept.keep(one.result)

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
        while len(self._pool) < min(self.workers, busy + len(self._todo)):
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
            if worker.ready and worker.task is None and self._todo:
                task = self._todo.popleft()
                articles = [self._open[task.part].part.articles[place] for place in task.places]
                try:
                    worker.pipe.send(articles)
                except OSError:  # it died just now; its end is seen at the next look
                    self._todo.appendleft(task)
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
            task = worker.task
            self._open[task.part].lines[task.places[task.taken]] = value
            task.taken += 1
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

    def _allow(self, task: _Task) -> float:
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
        left = task.places[task.taken :]
        if len(left) > 1:
            # The first was on the worker's desk; the others were only parsed with it.
            self._todo.extendleft(_Task(task.part, [place], int(place == left[0])) for place in reversed(left))
        elif left and task.deaths + 1 >= MOST_DEATHS:
            article: Article = self._open[task.part].part.articles[left[0]]
            self._open[task.part].lines[left[0]] = Aside(article.id, f"reading it ended {MOST_DEATHS} workers: {reason}")
        elif left:
            self._todo.appendleft(_Task(task.part, left, task.deaths + 1))

    def _stop(self) -> None:
        for worker in self._pool:
            worker.process.kill()
        for worker in self._pool:
            worker.process.join(5)
            worker.pipe.close()
        self._pool.clear()
        self._todo.clear()
        self._open.clear()


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
