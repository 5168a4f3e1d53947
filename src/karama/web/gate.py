"""The gate of a site that serves a team: logging in and out, and who a request is from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from karama.app.accounts import LONGEST_PASSWORD, AccountBook, Session
from karama.errors import KaramaError
from karama.web.answers import TOKEN_FIELD, Desk, find_status, render
from karama.web.reviewing import wait_for_writer
from karama.web.security import COOKIE
from karama.web.sessions import Limits, Sessions
from karama.web.visits import Person

# Of the log-in form alone: where a link of another site leads here, the browser keeps the session's cookie back, and a new one must not take its place.
FORM_COOKIE = "karama_form"
NOBODY = Person("", "viewer")


@dataclass
class Gate:
    """Who may come in, who is in, and who has tried too often."""

    book: AccountBook
    sessions: Sessions = field(default_factory=Sessions)
    limits: Limits = field(default_factory=Limits)

    def identify(self, request: Request) -> Person | None:
        """Who the request is from, with the role that they have now; nobody once they are locked or have another password."""
        session = self.sessions.find(request.cookies.get(COOKIE, ""))
        account = self.book.find(session.name) if session is not None else None
        if session is None or account is None or account.locked or account.password != session.password:
            return None
        return Person(account.name, account.role)

    def make_routes(self, desk: Desk) -> list[Route]:
        """The log-in page, and logging in and out."""

        async def show(request: Request) -> Response:
            if await run_in_threadpool(self.identify, request) is not None:
                return RedirectResponse(find_way(request.query_params.get("next", "")), 303)
            return await run_in_threadpool(self._show, desk, request, find_way(request.query_params.get("next", "")), "", 200)

        async def come(request: Request) -> Response:
            async with request.form(max_files=0, max_fields=10, max_part_size=10_000) as form:
                given = {name: value for name, value in form.items() if isinstance(value, str)}
            try:
                return await run_in_threadpool(self._come, desk, request, given)
            except KaramaError as error:
                way, name = find_way(given.get("next", "")), given.get("name", "")
                return await run_in_threadpool(self._show, desk, request, way, str(error), find_status(error), name)

        async def go(request: Request) -> Response:
            async with request.form(max_files=0, max_fields=10, max_part_size=10_000) as form:
                token = str(form.get(TOKEN_FIELD, ""))
            return await run_in_threadpool(self._go, desk, request, token)

        return [Route("/log-in", show, methods=["GET"]), Route("/log-in", come, methods=["POST"]), Route("/log-out", go, methods=["POST"])]

    def _show(self, desk: Desk, request: Request, way: str, told: str, status: int, name: str = "") -> Response:
        form = request.cookies.get(FORM_COOKIE) or desk.tokens.begin()
        data: dict[str, Any] = {"next": way, "told": told, "given": name}
        response = Response(render(desk, request, "log_in.html", data, form, NOBODY), status, media_type="text/html")
        _set_cookie(response, request, FORM_COOKIE, form)
        return response

    def _come(self, desk: Desk, request: Request, given: dict[str, str]) -> Response:
        """Into the site with a session of a new id, or the form again with one line that does not tell what was wrong."""
        name, password, way = given.get("name", "").strip()[:200], given.get("password", ""), find_way(given.get("next", ""))
        if not desk.tokens.fits(request.cookies.get(FORM_COOKIE, ""), given.get(TOKEN_FIELD, "")):
            return self._show(desk, request, way, "This form was out of date: try again.", 403, name)
        address = request.client.host if request.client is not None else "unknown"
        wait = self.limits.wait(name, address)
        if wait:
            return self._show(desk, request, way, f"Too many failed log-ins: try again in {wait // 60 + 1} minutes.", 429, name)
        account = self.book.check(name, password) if len(password) <= LONGEST_PASSWORD else None
        if account is None:
            self.limits.fail(name, address)
            self._note("refused" if self.limits.wait(name, address) else "failed", name, address)
            return self._show(desk, request, way, "No open account has this name and password.", 401, name)
        self.limits.forget(name)
        self._note("in", account.name, address)
        self.sessions.end(request.cookies.get(COOKIE, ""))
        response = RedirectResponse(way, 303)
        _set_cookie(response, request, COOKIE, self.sessions.begin(account))
        response.delete_cookie(FORM_COOKIE)
        return response

    def _go(self, desk: Desk, request: Request, token: str) -> Response:
        response = RedirectResponse("/log-in", 303)
        session = request.cookies.get(COOKIE, "")
        if desk.tokens.fits(session, token):
            ended = self.sessions.end(session)
            if ended is not None:
                self._note("out", ended.name, "")
            response.delete_cookie(COOKIE)
        return response

    def _note(self, what: Session, name: str, address: str) -> None:
        """Nothing; the record's log tells of it.

        Raises:
            UnavailableError: somebody else goes on writing.
        """
        wait_for_writer(lambda: self.book.note(what, name, address))


def find_way(given: str) -> str:
    """Where to go after logging in: an address of this site, else the first page."""
    inside = given.startswith("/") and not given.startswith(("//", "/\\", "/log-in")) and given.isprintable()
    return given if inside else "/"


def _set_cookie(response: Response, request: Request, name: str, value: str) -> None:
    response.set_cookie(name, value, httponly=True, samesite="strict", secure=request.url.scheme == "https", path="/")


@dataclass(slots=True)
class BehindProxy:
    """ASGI middleware: takes the scheme and the caller's address from the proxy in front, which sets them; the last one named is the one that it saw."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The app's answer."""
        if scope["type"] == "http":
            headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
            scheme = headers.get(b"x-forwarded-proto", "").rpartition(",")[2].strip()
            address = headers.get(b"x-forwarded-for", "").rpartition(",")[2].strip()
            changed = {"scheme": scheme} if scheme in ("http", "https") else {}
            scope = {**scope, **changed, **({"client": (address, 0)} if address else {})}
        await self.app(scope, receive, send)
