"""Where a site is served and under which names: one person on this machine, or a team, behind a proxy that keeps the connection secret."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from karama.errors import SetupError
from karama.web.security import LOOPBACK, list_hosts

ANY = ("0.0.0.0", "::")  # noqa: S104  # named here to ask for names, not to listen on
OWN = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True)
class Hosting:
    """How a site is reached."""

    host: str = "127.0.0.1"
    names: tuple[str, ...] = ()
    users: bool = False
    behind_proxy: bool = False

    @property
    def own(self) -> bool:
        """Does only this machine reach it?"""
        return self.host in OWN

    def check(self) -> None:
        """Nothing, if it can be served so.

        Raises:
            SetupError: a network could reach it without accounts, or nobody says under which name.
        """
        if not self.own and not self.users:
            raise SetupError(f"--host {self.host}: others could reach the record without logging in; give --users too, and accounts with karama users")
        if self.behind_proxy and not self.users:
            raise SetupError("--behind-proxy: others could reach the record without logging in; give --users too, and accounts with karama users")
        if (self.behind_proxy or self.host in ANY) and not self.names:
            raise SetupError("say under which name people reach it: --name karama.example.org")
        for name in self.names:
            if not name or not name.isascii() or any(character in name for character in "/@ ,?#") or "://" in name:
                raise SetupError(f"--name {name}: give the host alone, as in karama.example.org")

    def list_hosts(self, port: int) -> frozenset[str]:
        """The Host headers that it answers to; behind a proxy the names as people type them."""
        shown = f"[{self.host}]" if ":" in self.host else self.host
        listening = LOOPBACK if self.own else () if self.host in ANY else (shown,)
        return list_hosts(port, (*listening, *self.names)) | (frozenset(self.names) if self.behind_proxy else frozenset())

    def tell_url(self, port: int) -> str:
        """Its address for people."""
        if self.behind_proxy:
            return f"https://{self.names[0]}"
        shown = self.names[0] if self.names and not self.own else f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{shown}:{port}"

    def list_warnings(self, on_server: bool) -> Iterator[str]:
        """What whoever starts it should know."""
        if self.users and not on_server:
            yield "this record is kept in SQLite, with one writer at a time: for a team that decides side by side, keep it on PostgreSQL (karama init --store)"
        if not self.own and not self.behind_proxy:
            yield "passwords go over the network as they are typed: put a proxy with TLS in front, and give --behind-proxy"
