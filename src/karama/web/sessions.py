"""Sessions of people who have logged in, kept by the server only, and a limit on tries: both live as long as the process."""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from threading import Lock
from time import monotonic

from karama.app.accounts import fold
from karama.domain.accounts import Account

IDLE_S = 2 * 3600.0  # after which somebody who does nothing has to log in again
LONGEST_S = 12 * 3600.0  # after which everybody has to: a working day
# Failed log-ins in a quarter of an hour, after which more are refused unread: of a name, and of an address, which may be a whole office's.
WINDOW_S, MOST_OF_NAME, MOST_OF_ADDRESS = 900.0, 10, 50
MOST_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who has logged in. `password` is the hash that they logged in by: a new password ends their sessions."""

    name: str
    password: str
    begun: float
    seen: float


@dataclass
class Sessions:
    """Who has logged in, by the hash of the session's id, so that the memory of the process gives none away."""

    now: Callable[[], float] = monotonic
    _kept: dict[bytes, Session] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def begin(self, account: Account) -> str:
        """The id of a new session, which cannot be guessed."""
        identifier, at = secrets.token_urlsafe(32), self.now()
        with self._lock:
            self._kept = {key: one for key, one in self._kept.items() if not _is_over(one, at)}
            self._kept[_key(identifier)] = Session(account.name, account.password, at, at)
        return identifier

    def find(self, identifier: str) -> Session | None:
        """The session of that id, where it still goes on."""
        at = self.now()
        with self._lock:
            found = self._kept.get(_key(identifier))
            if found is None or _is_over(found, at):
                self._kept.pop(_key(identifier), None)
                return None
            self._kept[_key(identifier)] = replace(found, seen=at)
            return found

    def end(self, identifier: str) -> Session | None:
        """The session, which has ended; None where there was none."""
        with self._lock:
            return self._kept.pop(_key(identifier), None)


@dataclass
class Limits:
    """How often somebody failed to log in lately, by name and by address."""

    now: Callable[[], float] = monotonic
    _failed: dict[tuple[str, str], deque[float]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def wait(self, name: str, address: str) -> int:
        """Seconds until another try is read; 0 where it is read now."""
        with self._lock:
            waits = [self._wait(("name", fold(name)), MOST_OF_NAME), self._wait(("address", address), MOST_OF_ADDRESS)]
        return max(waits)

    def fail(self, name: str, address: str) -> None:
        """Nothing; the failure counts."""
        with self._lock:
            if len(self._failed) > MOST_KEPT:
                self._failed = {key: times for key, times in self._failed.items() if times and times[-1] > self.now() - WINDOW_S}
            for key in (("name", fold(name)), ("address", address)):
                self._failed.setdefault(key, deque(maxlen=MOST_OF_ADDRESS)).append(self.now())

    def forget(self, name: str) -> None:
        """Nothing; who has logged in begins anew."""
        with self._lock:
            self._failed.pop(("name", fold(name)), None)

    def _wait(self, key: tuple[str, str], most: int) -> int:
        times, since = self._failed.get(key, deque()), self.now() - WINDOW_S
        while times and times[0] <= since:
            times.popleft()
        return 0 if len(times) < most else int(times[len(times) - most] - since) + 1


def _is_over(session: Session, at: float) -> bool:
    return at - session.seen > IDLE_S or at - session.begun > LONGEST_S


def _key(identifier: str) -> bytes:
    return sha256(identifier.encode()).digest()
