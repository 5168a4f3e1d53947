"""People of a team: an admin adds them, gives roles, locks; everybody changes their own password."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import islice
from typing import Any, TypeVar

from karama.app.accounts import SHORTEST_PASSWORD, AccountBook
from karama.domain.accounts import ROLES
from karama.domain.record import LogEntry
from karama.errors import InputError
from karama.web.answers import MissingError, RefusedError, link
from karama.web.reviewing import wait_for_writer
from karama.web.visits import Action, Done, Page, Visit

T = TypeVar("T")
SHOWN = 50  # log-ins
COMINGS = {"in": "logged in", "out": "logged out", "failed": "failed to log in", "refused": "failed to log in, too often by now"}
MAY = {
    "viewer": "looks at Explore: incidents, maps, figures and situations, without the sentences of reports",
    "reader": "reads reports and claims too",
    "coder": "judges claims: accept, reject, correct, flag, note, split, join, undo; adds reports",
    "editor": "also settles where coders differ, sees others’ judgements before their own, and releases",
    "admin": "also adds people, gives roles and locks",
}


def show_people(visit: Visit) -> dict[str, Any]:
    """The accounts, what each role may do, and who came and went lately."""
    book = get_book(visit)
    return {
        "accounts": [{"name": one.name, "role": one.role, "locked": one.locked, "at": one.at, "by": one.by} for one in book.list().values()],
        "roles": [(role, MAY[role]) for role in ROLES],
        "shortest": SHORTEST_PASSWORD,
        "told": visit.ask("told"),
        "log": [{"at": one.at, "by": one.by, "action": one.action, "told": _tell(one)} for one in _list_comings(visit)],
    }


def show_me(visit: Visit) -> dict[str, Any]:
    """One's own account."""
    account = get_book(visit).find(visit.person.name)
    return {"account": {"name": visit.person.name, "role": visit.person.role, "at": account.at if account else ""}, "may": MAY, "shortest": SHORTEST_PASSWORD}


def get_book(visit: Visit) -> AccountBook:
    """The accounts of the site.

    Raises:
        MissingError: the record is served to one person, who has none.
    """
    book = visit.site.kept.get("accounts")
    if not isinstance(book, AccountBook):
        raise MissingError("there are no accounts: this record is served to one person")
    return book


def add(visit: Visit) -> Done:
    """A person is added."""
    made = _change(visit, lambda book: book.add(visit.given("name"), visit.given("role"), visit.given("password"), visit.person.name))
    return Done(link("/people", told=f"{made.name} is added as {made.role}."), {"name": made.name, "role": made.role})


def change(visit: Visit) -> Done:
    """A person has another role, is locked or open, or has a new password."""
    name, by, what = visit.given("name"), visit.person.name, visit.given("what")
    changes: dict[str, Callable[[AccountBook], Any]] = {
        "role": lambda book: book.give_role(name, visit.given("role"), by),
        "lock": lambda book: book.lock(name, by),
        "unlock": lambda book: book.unlock(name, by),
        "password": lambda book: book.give_password(name, visit.given("password"), by),
    }
    if what not in changes:
        raise InputError(f"{what!r}: there are {', '.join(changes)}")
    made = _change(visit, changes[what])
    told = {"role": f"is {made.role} now", "lock": "is locked", "unlock": "is open again", "password": "has a new password, and has to log in anew"}[what]
    return Done(link("/people", told=f"{made.name} {told}."), {"name": made.name, "role": made.role, "locked": made.locked})


def change_own(visit: Visit) -> Done:
    """One's own password is changed; who does so has to log in anew."""
    if get_book(visit).check(visit.person.name, visit.given("present")) is None:
        raise RefusedError("the present password is another")
    _change(visit, lambda book: book.give_password(visit.person.name, visit.given("password"), visit.person.name))
    return Done("/log-in")


def _change(visit: Visit, do: Callable[[AccountBook], T]) -> T:
    book = get_book(visit)
    return wait_for_writer(lambda: do(book))


def _tell(entry: LogEntry) -> str:
    detail = json.loads(entry.detail)
    if entry.action == "account":
        return f"{detail['what']} {detail['name']}: {detail['role']}{', locked' if detail['locked'] else ''}"
    return COMINGS[detail["what"]] + (f", from {detail['address']}" if "address" in detail else "")


def _list_comings(visit: Visit) -> list[LogEntry]:
    """The last entries of the log about people, the newest first."""
    store = visit.record.tools.store
    found = [one for action in ("session", "account") for one in store.find(LogEntry, action=action)]
    return list(islice(sorted(found, key=lambda one: -one.number), SHOWN))


PAGES = (
    Page("/people", "people.html", show_people, role="admin", menu="People", team=True),
    Page("/me", "me.html", show_me, role="viewer", team=True),
)
ACTIONS = (
    Action("/people/add", add, role="admin"),
    Action("/people/change", change, role="admin"),
    Action("/me/password", change_own, role="viewer"),
)
