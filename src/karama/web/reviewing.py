"""What the pages of review share: the queue held in memory, the merging that follows decisions, and who may see whose judgement."""

from __future__ import annotations

import gc
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from threading import Lock
from time import monotonic, sleep
from typing import TypeVar

from karama.app.asking import AskingTools
from karama.app.deciding import Deciding
from karama.app.following import Follower
from karama.app.origins import OriginCounter
from karama.app.reviewing import Judged, OwnStore, ReviewDesk, Shelf
from karama.codec import decode_reading
from karama.domain.reading import Reading
from karama.domain.record import KeptReading, RecordClaim
from karama.errors import KaramaError, UnavailableError
from karama.ports import ActorBase
from karama.web.visits import Site, Visit
from karama.wiring import open_actors, open_places

T = TypeVar("T")
KEPT_READINGS = 64  # the articles of the claims that a person goes to and fro between
BUILDING_S = 0.5
FINISH_S = 10.0  # how long a server that is stopped waits for the merging of what was decided last
PATIENCE_S = 6.0  # how long a decision waits for another process that writes
_MAKING = Lock()


@dataclass
class Reviewing:
    """The queue of a site, its follower, and the readings that were last looked at."""

    desk: ReviewDesk
    follower: Follower
    _readings: OrderedDict[str, Reading] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def load_reading(self, claim: RecordClaim) -> Reading | None:
        """The reading that the claim is of; None where the record has lost it."""
        kept = [one for one in self.desk.store.find(KeptReading, article=claim.article) if one.run == claim.run]
        if not kept:
            return None
        name = kept[-1].id
        with self._lock:
            if name in self._readings:
                self._readings.move_to_end(name)
                return self._readings[name]
        data = self.desk.store.load_reading(name)
        if data is None:
            return None
        reading = decode_reading(data)
        with self._lock:
            self._readings[name] = reading
            if len(self._readings) > KEPT_READINGS:
                self._readings.popitem(last=False)
        return reading


def get_reviewing(site: Site) -> Reviewing:
    """The site's queue, made when it is first asked for."""
    with _MAKING:
        if "review" not in site.kept:
            site.kept["review"] = Reviewing(ReviewDesk(site.record.tools.store), Follower(site.record.merge, site.writing))
        found: Reviewing = site.kept["review"]
        return found


def warm_up(site: Site) -> None:
    """Nothing; the queue is read before it is asked for, and what was decided when the last process was stopped is merged."""
    reviewing = get_reviewing(site)
    reviewing.follower.ask()
    with suppress(KaramaError):  # told to whoever looks at it
        while not reviewing.desk.look()[0].whole:
            sleep(BUILDING_S)
    gc.collect()
    gc.freeze()  # a hundred thousand slips live as long as the process: looking each through for rubbish makes a decision wait


def finish_merging(site: Site) -> None:
    """Nothing; what was decided last is merged, if that is soon. What is not is merged by the next process."""
    if "review" in site.kept:
        get_reviewing(site).follower.wait(FINISH_S)


@cache
def load_actors() -> ActorBase:
    """The actor base, read once: each claim looks up the others of its actors' names."""
    return open_actors()


@dataclass(frozen=True, slots=True)
class Seat:
    """What one person has before them: all claims in short, what was decided, and the record as they themselves decided about it."""

    visit: Visit
    reviewing: Reviewing
    shelf: Shelf
    judged: Judged
    own: OwnStore

    @property
    def me(self) -> str:
        """The person's name."""
        return self.visit.person.name

    @property
    def open(self) -> bool:
        """Does the person see others' judgements before their own? Only editors, and only where they ask for it."""
        return self.visit.ask("open") == "1" and self.visit.person.may("editor")

    def asking(self) -> AskingTools:
        """Ways to ask for incidents as this person decided about them."""
        return AskingTools(self.own, OriginCounter(self.visit.record.tools.store), open_places, load_actors)


def take_seat(visit: Visit) -> Seat:
    """What the person has before them now."""
    reviewing = get_reviewing(visit.site)
    shelf, judged = reviewing.desk.look()
    return Seat(visit, reviewing, shelf, judged, OwnStore(visit.record.tools.store, visit.person.name, judged.standing))


def decide(visit: Visit, do: Callable[[Deciding], T]) -> T:
    """What was decided, kept for good; the merging that it asks for follows aside. Waits a little for another process that writes.

    Raises:
        UnavailableError: somebody else goes on writing, or the disk is full.
    """
    made = visit.record.deciding(visit.person.name)
    reviewing = get_reviewing(visit.site)
    tools = replace(made.tools, merge=reviewing.follower.ask, known=lambda: reviewing.desk.look()[1].made)
    deciding = Deciding(tools, made.by)
    return wait_for_writer(lambda: do(deciding))


def wait_for_writer(do: Callable[[], T]) -> T:
    """What was done, as soon as no other process writes.

    Raises:
        UnavailableError: somebody else goes on writing, or the disk is full.
    """
    until = monotonic() + PATIENCE_S
    while True:
        try:
            return do()
        except UnavailableError as error:
            if "somebody else" not in str(error) or monotonic() > until:
                raise
            sleep(0.1)
