"""What a page sees of a request, and what pages and actions are: plain functions from a visit to JSON-ready data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

from karama.api import Record
from karama.domain.accounts import ROLES, Role
from karama.ports import Fetcher
from karama.web.drafts import Drafts
from karama.wiring import make_fetcher


@dataclass(frozen=True, slots=True)
class Person:
    """Who visits: the name under which decisions are logged, and what they may do."""

    name: str
    role: Role

    def may(self, role: Role) -> bool:
        """Is this person's role at least that one?"""
        return ROLES.index(self.role) >= ROLES.index(role)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a form."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Site:
    """What all visits share. `writing` is held around every write: a record has one writer."""

    record: Record
    team: bool = False
    writing: Lock = field(default_factory=Lock)
    tiles: Path | None = None  # a .pmtiles file that the user added as a base map
    drafts: Drafts = field(default_factory=Drafts)  # what was read and is not kept
    fetch: Fetcher = field(default_factory=make_fetcher)
    kept: dict[str, Any] = field(default_factory=dict)  # what pages work out once and keep up, by name


@dataclass(frozen=True, slots=True)
class Visit:
    """One request. `query` and `form` hold every value of a name in order; `path` what the page's path holds in braces."""

    site: Site
    person: Person
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, Sequence[str]] = field(default_factory=dict)
    form: Mapping[str, Sequence[str]] = field(default_factory=dict)
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    @property
    def record(self) -> Record:
        """The record that is served."""
        return self.site.record

    def ask(self, name: str, otherwise: str = "") -> str:
        """The last value of that name in the URL, without spaces around it."""
        return self.query[name][-1].strip() if self.query.get(name) else otherwise

    def ask_all(self, name: str) -> tuple[str, ...]:
        """All values of that name in the URL that are not empty."""
        return tuple(value.strip() for value in self.query.get(name, ()) if value.strip())

    def given(self, name: str, otherwise: str = "") -> str:
        """The last value of that name in the form, as it was typed."""
        return self.form[name][-1] if self.form.get(name) else otherwise

    def given_all(self, name: str) -> tuple[str, ...]:
        """All values of that name in the form that are not empty."""
        return tuple(value for value in self.form.get(name, ()) if value)


class Elsewhere(Exception):  # no error: an answer
    """What a page's `show` raises where what is asked for stands on another page; a script is told where, and `data`."""

    def __init__(self, to: str, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(to)
        self.to, self.data = to, data or {}


@dataclass(frozen=True, slots=True)
class Page:
    """Something to look at: `show` gives the data that the template renders and that the JSON twin (the same URL with .json) writes."""

    path: str  # "/incidents/{id}"
    template: str  # "incident.html"
    show: Callable[[Visit], dict[str, Any]]
    role: Role = "reader"
    menu: str | None = None  # its name in the menu
    team: bool = False  # only where a team is served


@dataclass(frozen=True, slots=True)
class Done:
    """What an action answers: where the browser goes next, and what a script is told."""

    to: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do, by POST only, with the token of the visitor's session."""

    path: str
    act: Callable[[Visit], Done]
    role: Role = "coder"


@dataclass(frozen=True, slots=True)
class File:
    """A download or a piece of data of a page: bytes, their media type, and the name under which they are saved."""

    data: bytes
    media_type: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """Bytes by GET: a download, map data, a tile."""

    path: str
    give: Callable[[Visit], File]
    role: Role = "reader"
