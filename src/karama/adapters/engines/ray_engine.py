"""The engine that runs parts on Ray, from one machine to a cluster; the same parts, the same results, the same rules for articles that end workers."""

from __future__ import annotations

import importlib
import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from karama.adapters.engines.desk import Desk, Task
from karama.adapters.engines.worker import ONE_THREAD
from karama.domain.parts import Part, PartResult
from karama.domain.text import Article
from karama.errors import SetupError, UnavailableError
from karama.ports import KeptParts

PULSE_S = 0.5
START_S = 300.0  # a node of a cluster may have to come up first
FAILED_STARTS = 3


class LineReader:
    """A worker of Ray: loads the models once, then reads what it is sent."""

    def __init__(self, opener: str) -> None:
        module, _, name = opener.partition(":")
        self._read = getattr(importlib.import_module(module), name)()

    def is_ready(self) -> bool:
        """Whether the models are loaded; asked to wait for it."""
        return True

    def read(self, articles: Sequence[Article]) -> list[bytes]:
        """A line of JSON a reading, in order."""
        return list(self._read(articles))


@dataclass(slots=True)
class _Worker:
    actor: Any
    started: float
    asked: Any  # what its answer will be: that it is ready, or lines
    task: Task | None = None
    ready: bool = False
    since: float = 0.0


@dataclass(slots=True)
class RayEngine:
    """An engine. `address` is a cluster's ("ray://host:10001", "auto"); None: Ray is started on this machine."""

    opener: str
    workers: int
    address: str | None = None
    deadline_s: float = 120.0
    memory_mb: int | None = None
    deaths: list[str] = field(default_factory=list)
    _pool: list[_Worker] = field(default_factory=list)
    _desk: Desk = field(default_factory=lambda: Desk(1))
    _failed_starts: int = 0

    def __call__(self, parts: Iterable[Part], kept: KeptParts | None = None, /) -> Iterator[PartResult]:
        """The results in the order of the parts, which are taken a few ahead of what is asked for.

        Raises:
            SetupError: Ray is not installed (extra `karama[ray]`), or its workers cannot start.
            UnavailableError: the cluster does not answer.
        """
        ray = self._connect()
        self._desk = Desk(self.workers)
        try:
            yield from self._desk.run(parts, kept, lambda: self._step(ray))
        finally:
            for worker in self._pool:
                ray.kill(worker.actor)
            self._pool.clear()

    def _connect(self) -> Any:
        try:
            import ray
        except ImportError as error:
            raise SetupError("--engine ray needs Ray: pip install 'karama[ray]'") from error
        if not ray.is_initialized():
            try:
                ray.init(
                    address=self.address,
                    num_cpus=None if self.address else self.workers,
                    include_dashboard=False,
                    log_to_driver=False,
                    logging_level=logging.ERROR,
                )
            except (ConnectionError, RuntimeError, OSError) as error:
                raise UnavailableError(f"Ray at {self.address or 'this machine'} does not answer: {error}") from error
        return ray

    def _step(self, ray: Any) -> None:
        """Nothing; work was handed out, and answers were heard."""
        busy = sum(worker.task is not None for worker in self._pool)
        while len(self._pool) < min(self.workers, busy + len(self._desk.todo)):
            options: dict[str, Any] = {"num_cpus": 1, "max_restarts": 0, "runtime_env": {"env_vars": ONE_THREAD}}
            if self.memory_mb is not None:
                options["memory"] = self.memory_mb << 20
            actor = ray.remote(LineReader).options(**options).remote(self.opener)
            self._pool.append(_Worker(actor, time.monotonic(), actor.is_ready.remote()))
        for worker in self._pool:
            if worker.ready and worker.task is None and self._desk.todo:
                task = worker.task = self._desk.todo.popleft()
                worker.since = time.monotonic()
                worker.asked = worker.actor.read.remote(self._desk.list_articles(task))
        waited = {worker.asked: worker for worker in self._pool if worker.asked is not None}
        done, _ = ray.wait(list(waited), num_returns=1, timeout=PULSE_S) if waited else ([], [])
        for answer in done:
            self._hear(ray, waited[answer])
        self._look_after(ray)

    def _hear(self, ray: Any, worker: _Worker) -> None:
        try:
            told = ray.get(worker.asked)
        except ray.exceptions.RayError as error:
            self._bury(ray, worker, f"worker of Ray ended ({type(error).__name__})")
            return
        worker.asked = None
        if worker.task is None:
            worker.ready, self._failed_starts = True, 0
            return
        for line in told:
            self._desk.tell(worker.task, line)
        worker.task = None

    def _look_after(self, ray: Any) -> None:
        now = time.monotonic()
        for worker in tuple(self._pool):
            if not worker.ready and now - worker.started > START_S:
                self._bury(ray, worker, f"did not start within {START_S:.0f} s")
            elif worker.task is not None and now - worker.since > self.deadline_s * min(8, len(worker.task.places)):
                self._bury(ray, worker, f"no answer within {self.deadline_s:g} s")

    def _bury(self, ray: Any, worker: _Worker, reason: str) -> None:
        """Nothing; the worker is gone, and its articles are to be read again one by one, or the one that ended it is set aside."""
        self._pool.remove(worker)
        ray.kill(worker.actor)
        self.deaths.append(reason)
        task = worker.task
        if task is None:
            self._failed_starts += 1
            if self._failed_starts >= FAILED_STARTS:
                raise SetupError(f"workers of Ray cannot start: {reason}")
        else:
            self._desk.fail(task, reason)
