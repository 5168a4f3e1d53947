"""The desk of an engine: which parts are being read, what is still to be handed out, and what becomes of articles that end workers."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from karama.domain.parts import Aside, Part, PartResult
from karama.domain.text import Article
from karama.ports import KeptParts

AHEAD = 3  # parts a worker that may be read before they are asked for
MOST_DEATHS = 2  # of workers by one article


@dataclass(slots=True)
class Task:
    """Articles of a part that are to be read, by their places in it. Several together at first; one by one after a worker died of them."""

    part: int
    places: list[int]
    deaths: int = 0
    taken: int = 0  # how many of them have been told


@dataclass(slots=True)
class _Open:
    """A part that is being read."""

    part: Part
    lines: list[bytes | Aside | None]
    result: PartResult | None = None


@dataclass(slots=True)
class Desk:
    """The books of one run."""

    workers: int
    todo: deque[Task] = field(default_factory=deque)
    _open: dict[int, _Open] = field(default_factory=dict)

    def run(self, parts: Iterable[Part], kept: KeptParts | None, step: Callable[[], object]) -> Iterator[PartResult]:
        """The results in the order of the parts, which are taken a few ahead; `step` hands work out and hears what came of it."""
        source, taken, given, more = iter(parts), 0, 0, True
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
                step()
                self._finish(kept)

    def list_articles(self, task: Task) -> list[Article]:
        """The articles of a task."""
        return [self._open[task.part].part.articles[place] for place in task.places]

    def tell(self, task: Task, line: bytes) -> None:
        """Nothing; the next article of the task is read."""
        self._open[task.part].lines[task.places[task.taken]] = line
        task.taken += 1

    def fail(self, task: Task, reason: str) -> None:
        """Nothing; what a worker that ended had not told is to be read again, one by one, or the article that ended it is set aside."""
        left = task.places[task.taken :]
        if len(left) > 1:
            # The first was on the worker's desk; the others were only parsed with it.
            self.todo.extendleft(Task(task.part, [place], int(place == left[0])) for place in reversed(left))
        elif left and task.deaths + 1 >= MOST_DEATHS:
            article = self._open[task.part].part.articles[left[0]]
            self._open[task.part].lines[left[0]] = Aside(article.id, f"reading it ended {MOST_DEATHS} workers: {reason}")
        elif left:
            self.todo.appendleft(Task(task.part, left, task.deaths + 1))

    def _begin(self, number: int, part: Part, kept: KeptParts | None) -> None:
        found = kept.find(part.key, len(part.articles)) if kept is not None else None
        result = found if part.articles else PartResult(part.key, ())
        self._open[number] = _Open(part, [None] * len(part.articles), result)
        if result is None:
            self.todo.append(Task(number, list(range(len(part.articles)))))

    def _finish(self, kept: KeptParts | None) -> None:
        """Nothing; parts that are whole now are kept at once, though others before them are still being read."""
        for one in self._open.values():
            if one.result is None and None not in one.lines:
                one.result = PartResult(one.part.key, tuple(line for line in one.lines if line is not None))
                if kept is not None:
                    kept.keep(one.result)
