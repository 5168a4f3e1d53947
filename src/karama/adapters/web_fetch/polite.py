"""A fetcher that asks no more of a server than it allows: its robots.txt, a pause between two pages, patience when it is busy."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from protego import Protego
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

from karama.errors import InputError, UnavailableError
from karama.ports import Fetched, Fetcher

AGENT = "Karama"
PAUSE_S = 2.0  # between two pages of one host, where its robots.txt does not ask for more
LONGEST_PAUSE_S = 60.0  # a host that asks for more is left alone for this run
TRIES = 3
BACK_OFF_S = 4.0  # doubled each time, with some chance in it so that many do not come back at once
ROBOTS_S = 6 * 3600.0  # for which a robots.txt is believed


@dataclass(slots=True)
class PoliteFetcher:
    """Fetches with robots, pauses and retries; `clock` and `sleep` are given for tests."""

    fetch: Fetcher
    pause_s: float = PAUSE_S
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _last: dict[str, float] = field(default_factory=dict)
    _robots: dict[str, tuple[float, Protego | None]] = field(default_factory=dict)

    def __call__(self, url: str, conditions: Mapping[str, str] | None = None, /) -> Fetched:
        """What stands at the URL, after the pause that its host is owed.

        Raises:
            InputError: the host's robots.txt forbids it, or there is nothing of use there.
            UnavailableError: the server does not answer, also after some tries.
        """
        host = "://".join(urlsplit(url)[:2])
        rules = self._ask_robots(host)
        if rules is not None and not rules.can_fetch(url, AGENT):
            raise InputError(f"{url}: the site's robots.txt asks not to fetch it")
        wished = float(rules.crawl_delay(AGENT) or 0) if rules is not None else 0.0
        if wished > LONGEST_PAUSE_S:
            raise InputError(f"{url}: the site asks for {wished:.0f} s between pages; left alone")
        return self._retry(host, url, conditions, max(self.pause_s, wished))

    def _ask_robots(self, host: str) -> Protego | None:
        """The rules of the host; None where it has none.

        Raises:
            UnavailableError: the host does not answer, so what it allows is not known.
        """
        at, rules = self._robots.get(host, (-ROBOTS_S, None))
        if self.clock() - at < ROBOTS_S:
            return rules
        try:
            found = self._retry(host, f"{host}/robots.txt", None, self.pause_s)
            rules = Protego.parse(found.data.decode("utf-8", "replace"))
        except InputError:  # none there: all is allowed, as its standard says
            rules = None
        self._robots[host] = (self.clock(), rules)
        return rules

    def _retry(self, host: str, url: str, conditions: Mapping[str, str] | None, pause: float) -> Fetched:
        retrying = Retrying(
            stop=stop_after_attempt(TRIES), retry=retry_if_exception_type(UnavailableError), wait=_back_off, sleep=self.sleep, reraise=True
        )  # fmt: skip
        found: Fetched = retrying(self._get, host, url, conditions, pause)
        return found

    def _get(self, host: str, url: str, conditions: Mapping[str, str] | None, pause: float) -> Fetched:
        owed = self._last.get(host, -pause) + pause - self.clock()
        if owed > 0:
            self.sleep(owed)
        try:
            return self.fetch(url, conditions)
        finally:
            self._last[host] = self.clock()


def _back_off(state: RetryCallState) -> float:
    return BACK_OFF_S * 2.0 ** (state.attempt_number - 1) * random.uniform(0.5, 1.0)  # noqa: S311  # no secret hangs on it
