"""What stands before every page: who may call (host and origin), what a page may load, how much may be sent."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SAFE = frozenset({"GET", "HEAD"})
MOST_BYTES = 25_000_000  # of one request; an upload is an article, not an archive
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
# No inline script or style, nothing from anywhere else, no frames: words of an article can do nothing even if one slipped through unescaped.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; worker-src 'self'"
)
HEADERS = (
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),  # with no-referrer browsers send "Origin: null" on our own forms
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "geolocation=(), camera=(), microphone=()"),
)
COOKIE = "karama_session"


@dataclass(frozen=True, slots=True)
class Tokens:
    """Sessions and the tokens that forms carry: a page of another site knows neither."""

    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def begin(self) -> str:
        """A new session's id, which cannot be guessed."""
        return secrets.token_urlsafe(24)

    def make(self, session: str) -> str:
        """The token of a session."""
        return hmac.new(self.secret, session.encode(), sha256).hexdigest()

    def fits(self, session: str, token: str) -> bool:
        """Is it that session's token?"""
        return bool(session) and hmac.compare_digest(self.make(session).encode(), token.encode())


def list_hosts(port: int, names: Sequence[str] = LOOPBACK) -> frozenset[str]:
    """The Host headers that are ours: a page elsewhere whose name was pointed at this machine sends another."""
    return frozenset(name if port in (80, 443) and not name.startswith("[") else f"{name}:{port}" for name in names)


@dataclass(slots=True)
class Guard:
    """ASGI middleware: refuses other hosts and origins and too much data, and puts the policy on every answer."""

    app: ASGIApp
    hosts: frozenset[str] | None  # None: any, for tests behind no socket

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The app's answer, or a refusal in one line."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refused = self._refuse(scope["method"], headers)

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = MutableHeaders(raw=message.setdefault("headers", []))
                for name, value in HEADERS:
                    given.setdefault(name, value)
                given.setdefault("cache-control", "no-store")
            await send(message)

        if refused is not None:
            status, words = refused
            await PlainTextResponse(words + "\n", status)(scope, receive, send_guarded)
            return
        await self.app(scope, _count_bytes(receive), send_guarded)

    def _refuse(self, method: str, headers: Headers) -> tuple[int, str] | None:
        host, origin = headers.get("host", ""), headers.get("origin")
        if self.hosts is not None and host not in self.hosts:
            return 421, "this is not the host that Karama listens as"
        if method not in SAFE:
            if origin is not None and origin.partition("://")[2] != host:
                return 403, "a page of another site may not ask for this"
            if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
                return 403, "a page of another site may not ask for this"
        length = headers.get("content-length", "0")
        if not length.isdecimal() or len(length) > 18 or int(length) > MOST_BYTES:
            return 413, f"more than {MOST_BYTES // 1_000_000} MB at once"
        return None


class TooLarge(Exception):  # never seen outside: the connection is cut
    """More was sent than announced or allowed."""


def _count_bytes(receive: Receive) -> Receive:
    """The same messages; too many bytes end the request, also where no length was announced."""
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > MOST_BYTES:
            raise TooLarge
        return message

    return counted
