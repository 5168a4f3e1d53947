"""Pages and actions as HTTP: a page as HTML and as its JSON twin, an action as a redirect or, for a script, as JSON; our errors as one line."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

import jinja2
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from karama import __version__, codec
from karama.domain.accounts import Role
from karama.errors import DataError, InputError, KaramaError, SetupError, UnavailableError
from karama.web.controls import show_controls, show_map
from karama.web.security import COOKIE, Tokens
from karama.web.visits import Action, Elsewhere, Feed, Page, Person, Site, Upload, Visit

# Our errors as HTTP: what the caller should do.
STATUS: tuple[tuple[type[KaramaError], int], ...] = ((InputError, 400), (UnavailableError, 503), (SetupError, 501), (DataError, 500))
TOKEN_FIELD, TOKEN_HEADER = "token", "x-karama-token"
Identify = Callable[[Request], Person | None]
Endpoint = Callable[[Request], Awaitable[Response]]


class MissingError(InputError):
    """There is no such thing: 404."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What every answer needs: the site, who somebody is, the tokens, and the menu."""

    site: Site
    identify: Identify
    tokens: Tokens
    menu: tuple[tuple[str, str, Role], ...]  # path, name, and who may go there


@cache
def make_environment() -> jinja2.Environment:
    """The templates; words of reports are always escaped, a missing name is an error."""
    loader = jinja2.PackageLoader("karama.web", "templates")
    undefined = jinja2.StrictUndefined
    made = jinja2.Environment(loader=loader, autoescape=True, undefined=undefined, finalize=show_controls, trim_blocks=True, lstrip_blocks=True)
    made.globals |= {"link": link, "show_map": show_map, "version": __version__}
    return made


def link(path: str, query: Mapping[str, Any] | None = None, /, **changes: Any) -> str:
    """The URL of a path with the query, in which the changes replace what was there; None and "" take out, lists stand several times."""
    merged: dict[str, Any] = {**(query or {}), **changes}
    pairs = [(name, value) for name, given in merged.items() for value in (given if isinstance(given, list | tuple) else (given,)) if value not in (None, "")]
    return quote(path, safe="/:@,._-~") + (f"?{urlencode(pairs)}" if pairs else "")


def make_routes(desk: Desk, pages: Sequence[Page], actions: Sequence[Action], feeds: Sequence[Feed]) -> list[Route]:
    """Two routes a page (HTML and .json), one an action, one a feed."""
    routes: list[Route] = []
    for page in pages:
        if page.path != "/":
            routes.append(Route(f"{page.path}.json", _answer_data(desk, page), methods=["GET"]))
        routes.append(Route(page.path, _answer_page(desk, page), methods=["GET"]))
    routes += [Route(action.path, _answer_action(desk, action), methods=["POST"]) for action in actions]
    routes += [Route(feed.path, _answer_feed(desk, feed), methods=["GET"]) for feed in feeds]
    return routes


def _answer_page(desk: Desk, page: Page) -> Endpoint:
    async def answer(request: Request) -> Response:
        session = request.cookies.get(COOKIE) or desk.tokens.begin()
        person = await run_in_threadpool(desk.identify, request)
        if person is None:
            return RedirectResponse(link("/log-in", next=_tell_path(request)), 303)
        try:
            _need_role(person, page.role)
            data = await run_in_threadpool(page.show, _make_visit(desk, request, person))
            status = 200
        except Elsewhere as found:
            return RedirectResponse(found.to, 303)
        except KaramaError as error:
            data, status = {"error": str(error)}, find_status(error)
        written = await run_in_threadpool(render, desk, request, page.template if status == 200 else "error.html", data, session, person)
        response = Response(written, status, media_type="text/html")
        if COOKIE not in request.cookies:
            response.set_cookie(COOKIE, session, httponly=True, samesite="strict", secure=request.url.scheme == "https")
        return response

    return answer


def render(desk: Desk, request: Request, template: str, data: Mapping[str, Any], session: str, person: Person) -> str:
    """The page as HTML. Every template also knows `here` (path, query), `person`, `menu`, `token`."""
    query = {name: request.query_params.getlist(name) for name in request.query_params}
    here = {"path": request.url.path, "query": query, "json": link(f"{request.url.path}.json", query) if request.url.path != "/" else None}
    menu = [(path, name) for path, name, role in desk.menu if person.name and person.may(role)]  # who has not logged in has none
    around = {"here": here, "person": person, "menu": menu, "token": desk.tokens.make(session), "team": desk.site.team}
    return make_environment().get_template(template).render(**{**data, **around})


def _answer_data(desk: Desk, page: Page) -> Endpoint:
    async def answer(request: Request) -> Response:
        person = await run_in_threadpool(desk.identify, request)
        if person is None:
            return _write_json({"error": "log in first"}, 401)
        try:
            _need_role(person, page.role)
            return await run_in_threadpool(lambda: _write_json(page.show(_make_visit(desk, request, person))))
        except Elsewhere as found:
            return _write_json({"to": found.to, **found.data})
        except KaramaError as error:
            return _write_json({"error": str(error)}, find_status(error))

    return answer


def _answer_feed(desk: Desk, feed: Feed) -> Endpoint:
    async def answer(request: Request) -> Response:
        person = await run_in_threadpool(desk.identify, request)
        if person is None:
            return _write_json({"error": "log in first"}, 401)
        try:
            _need_role(person, feed.role)
            file = await run_in_threadpool(feed.give, _make_visit(desk, request, person))
        except KaramaError as error:
            return _write_json({"error": str(error)}, find_status(error))
        saved = {"content-disposition": f"attachment; filename*=UTF-8''{quote(file.name)}"} if file.name is not None else {}
        return Response(file.data, media_type=file.media_type, headers=saved)

    return answer


def _answer_action(desk: Desk, action: Action) -> Endpoint:
    async def answer(request: Request) -> Response:
        scripted = "application/json" in request.headers.get("accept", "")
        session, person = request.cookies.get(COOKIE, ""), await run_in_threadpool(desk.identify, request)
        if person is None:
            return _write_json({"error": "log in first"}, 401) if scripted else RedirectResponse("/log-in", 303)
        form, uploads = await _read_form(request)
        token = request.headers.get(TOKEN_HEADER) or (form.get(TOKEN_FIELD) or [""])[-1]
        try:
            if not desk.tokens.fits(session, token):
                raise RefusedError("this form is from an older session: load its page again")
            _need_role(person, action.role)
            done = await run_in_threadpool(action.act, _make_visit(desk, request, person, form, uploads))
        except KaramaError as error:
            status = find_status(error)
            if scripted:
                return _write_json({"error": str(error)}, status)
            written = await run_in_threadpool(render, desk, request, "error.html", {"error": str(error)}, session, person)
            return Response(written, status, media_type="text/html")
        return _write_json({"to": done.to, **codec.encode(dict(done.data))}) if scripted else RedirectResponse(done.to, 303)

    return answer


class RefusedError(InputError):
    """Somebody may not do this: 403."""


def _need_role(person: Person, role: Any) -> None:
    if not person.may(role):
        raise RefusedError(f"{person.name} is {person.role} here; this needs {role}")


def find_status(error: KaramaError) -> int:
    """The HTTP status of one of our errors."""
    if isinstance(error, MissingError):
        return 404
    if isinstance(error, RefusedError):
        return 403
    return next((status for kind, status in STATUS if isinstance(error, kind)), 500)


async def _read_form(request: Request) -> tuple[dict[str, list[str]], dict[str, Upload]]:
    """The fields and files of a form, or of a JSON object of strings and lists of them."""
    fields: dict[str, list[str]] = {}
    uploads: dict[str, Upload] = {}
    if request.headers.get("content-type", "").startswith("application/json"):
        try:
            given = json.loads(await request.body() or b"{}")
        except ValueError:
            given = {}
        for name, value in given.items() if isinstance(given, dict) else ():
            fields[name] = [str(one) for one in value] if isinstance(value, list) else [str(value)]
        return fields, uploads
    async with request.form(max_files=20, max_fields=2000, max_part_size=25_000_000) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                if value.filename:
                    uploads[name] = Upload(value.filename, await value.read())
            else:
                fields.setdefault(name, []).append(value)
    return fields, uploads


def _make_visit(
    desk: Desk, request: Request, person: Person, form: Mapping[str, Sequence[str]] | None = None, uploads: Mapping[str, Upload] | None = None
) -> Visit:
    query = {name: tuple(request.query_params.getlist(name)) for name in request.query_params}
    return Visit(desk.site, person, {name: str(value) for name, value in request.path_params.items()}, query, form or {}, uploads or {})


def _write_json(data: Any, status: int = 200) -> Response:
    return Response(json.dumps(codec.encode(data), ensure_ascii=False), status, media_type="application/json")


def _tell_path(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")
