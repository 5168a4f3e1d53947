"""Accounts of a team: added, locked, given roles and passwords, each change a row of its own with its log entry; who logged in and who failed to is logged."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from threading import Lock
from typing import Any, Literal

from karama.domain.accounts import ROLES, Account, Role
from karama.errors import InputError
from karama.ports import Store
from karama.record.claims import make_id
from karama.record.ledger import Note, append_notes, note_value
from karama.record_ports import PasswordHasher

LONGEST_NAME, LONGEST_PASSWORD = 64, 1024
SHORTEST_PASSWORD = 12  # NIST SP 800-63B asks for 8, and 15 where nothing else stands beside it
Session = Literal["in", "out", "failed", "refused"]


@dataclass
class AccountBook:
    """The accounts of a record, by name; read again when one was changed."""

    store: Store
    now: Callable[[], str]
    hasher: PasswordHasher
    _read: int = -1
    _known: dict[str, Account] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def list(self) -> Mapping[str, Account]:
        """The accounts as they now stand, by folded name, in the order in which they were made."""
        number = self.store.count(Account)
        with self._lock:
            if number != self._read:
                self._known = {fold(one.name): one for one in self.store.find(Account)}
                self._read = number
            return self._known

    def find(self, name: str) -> Account | None:
        """The account of that name, however it is written."""
        return self.list().get(fold(name))

    def add(self, name: str, role: str, password: str, by: str) -> Account:
        """A new account.

        Raises:
            InputError: the name is taken or none, there is no such role, or the password is too short.
        """
        clean = clean_name(name)
        hashed = self.hasher.hash(clean_password(password))
        with self.store.transaction():
            if self.find(clean) is not None:
                raise InputError(f"{clean}: there is an account of that name already")
            return self._keep(Account("", clean, need_role(role), False, hashed, by, self.now()), "add")

    def give_role(self, name: str, role: str, by: str) -> Account:
        """The account with that role.

        Raises:
            InputError: there is no such account or role, or nobody else runs the site.
        """
        return self._change(name, "role", by, role=need_role(role))

    def lock(self, name: str, by: str) -> Account:
        """The account, with which nobody can log in any more.

        Raises:
            InputError: there is no such account, or nobody else runs the site.
        """
        return self._change(name, "lock", by, locked=True)

    def unlock(self, name: str, by: str) -> Account:
        """The account, open again.

        Raises:
            InputError: there is no such account.
        """
        return self._change(name, "unlock", by, locked=False)

    def give_password(self, name: str, password: str, by: str) -> Account:
        """The account with a new password.

        Raises:
            InputError: there is no such account, or the password is too short.
        """
        return self._change(name, "password", by, password=self.hasher.hash(clean_password(password)))

    def check(self, name: str, password: str) -> Account | None:
        """The account, if it is open and that is its password. Takes as long where there is none of that name."""
        account = self.find(name)
        fits = self.hasher.check(account.password if account is not None else self._nobody, fold_password(password))
        return account if fits and account is not None and not account.locked else None

    def note(self, what: Session, name: str, address: str) -> None:
        """Nothing; the log tells of it. A name that nobody has is not written down: people type their password there by mistake."""
        account = self.find(name)
        subject = account.name if account is not None else "an unknown name"
        where = {"address": address} if what in ("failed", "refused") else {}
        with self.store.transaction():
            append_notes(self.store, self.now(), subject, [Note("session", subject, {"what": what, **where})])

    @cached_property
    def _nobody(self) -> str:
        """The hash that is checked where there is no account."""
        return self.hasher.hash("nobody has this password")

    def _change(self, name: str, what: str, by: str, **changes: Any) -> Account:
        with self.store.transaction():
            account = self.find(name)
            if account is None:
                raise InputError(f"{name}: there is no account of that name")
            changed = replace(account, **changes, by=by, at=self.now())
            runs = [one for one in self.list().values() if one.role == "admin" and not one.locked and one.name != account.name]
            if not runs and account.role == "admin" and not account.locked and (changed.role != "admin" or changed.locked):
                raise InputError(f"{account.name}: the last open account of an admin; make another one admin first")
            return self._keep(changed, what)

    def _keep(self, account: Account, what: str) -> Account:
        said = (account.name, account.role, account.locked, account.password, account.by, account.at)
        kept = replace(account, id=make_id("a", self.store.count(Account), *said))
        self.store.add([kept])
        append_notes(self.store, kept.at, kept.by, [note_value("account", kept.id, kept, name=kept.name, what=what, role=kept.role, locked=kept.locked)])
        return kept


def fold(name: str) -> str:
    """Names that look alike are one name."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def clean_name(name: str) -> str:
    """The name as it is kept.

    Raises:
        InputError: it is empty, too long, or has characters that cannot be seen.
    """
    clean = unicodedata.normalize("NFC", name).strip()
    if not clean or len(clean) > LONGEST_NAME or not clean.isprintable():
        raise InputError(f"{name!r}: a name has 1 to {LONGEST_NAME} characters that can be seen")
    return clean


def fold_password(password: str) -> str:
    """The password as it is hashed: the same on every keyboard (RFC 8265 takes NFC; NFKC also joins what looks the same)."""
    return unicodedata.normalize("NFKC", password)[:LONGEST_PASSWORD]


def clean_password(password: str) -> str:
    """The password as it is hashed.

    Raises:
        InputError: it is too short or too long.
    """
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise InputError(f"a password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters; this one has {len(password)}")
    return fold_password(password)


def need_role(role: str) -> Role:
    """The role.

    Raises:
        InputError: there is none of that name.
    """
    for known in ROLES:
        if known == role:
            return known
    raise InputError(f"{role!r} is no role; there are {', '.join(ROLES)}")
