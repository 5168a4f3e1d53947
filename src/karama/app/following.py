"""Merging that follows decisions aside: a decision is kept at once, and the incidents are brought up to it as soon as nobody needs the record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Lock, Thread

from karama.errors import KaramaError, UnavailableError

QUIET_S = 0.15  # decisions that follow each other closely are merged together
AGAIN_S = 2.0  # somebody else was writing


@dataclass
class Follower:
    """Merges when asked to, in a thread of its own. What is not merged when the process ends is merged by the next who merges: a record knows how far it is."""

    merge: Callable[[], object]
    place: Lock  # held while it merges, so that no adding merges beside it
    failed: str | None = None  # what the last merging that went wrong said
    _asked: Event = field(default_factory=Event)
    _done: Event = field(default_factory=Event)
    _thread: Thread | None = None
    _lock: Lock = field(default_factory=Lock)

    def ask(self) -> None:
        """Nothing; merging follows soon."""
        with self._lock:
            self._done.clear()
            self._asked.set()
            if self._thread is None:
                self._thread = Thread(target=self._run, daemon=True)
                self._thread.start()

    @property
    def behind(self) -> bool:
        """Is there something that is not merged yet?"""
        return self._thread is not None and not self._done.is_set()

    def wait(self, seconds: float) -> bool:
        """Whether all is merged, waiting for it that long."""
        return self._thread is None or self._done.wait(seconds)

    def _run(self) -> None:
        pause = Event()
        while True:
            self._asked.wait()
            pause.wait(QUIET_S)
            self._asked.clear()
            try:
                with self.place:
                    self.merge()
                self.failed = None
            except UnavailableError:
                pause.wait(AGAIN_S)
                self._asked.set()
            except KaramaError as error:
                self.failed = str(error)
            with self._lock:
                if not self._asked.is_set():
                    self._done.set()
