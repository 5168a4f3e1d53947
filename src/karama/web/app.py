"""The web app over a record: routes from the tables of pages, the guard before them, and the server that runs them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from threading import Thread

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from karama.web import own_tiles
from karama.web.answers import Desk, Identify, make_routes, render
from karama.web.gate import BehindProxy, Gate
from karama.web.pages import ACTIONS, FEEDS, PAGES
from karama.web.reviewing import finish_merging
from karama.web.security import Guard, Tokens
from karama.web.visits import Person, Site


def make_app(
    site: Site, identify: Identify | Gate, hosts: frozenset[str] | None, warm_up: Callable[[], object] | None = None, *, behind_proxy: bool = False
) -> Starlette:
    """The app. `identify` says who a request is from, or is a team's gate; `hosts` are the Host headers that are ours; `warm_up` is run aside at the start."""
    gate = identify if isinstance(identify, Gate) else None
    if gate is not None:
        site.kept["accounts"], identify = gate.book, gate.identify
    assert not isinstance(identify, Gate)
    pages = [page for page in PAGES if gate is not None or not page.team]
    desk = Desk(site, identify, Tokens(), tuple((page.path, page.menu, page.role) for page in pages if page.menu is not None))

    @asynccontextmanager
    async def live(_app: Starlette) -> AsyncIterator[None]:
        if warm_up is not None:
            Thread(target=warm_up, daemon=True).start()
        yield
        await run_in_threadpool(finish_merging, site)

    async def tell(request: Request, error: Exception) -> Response:
        status = getattr(error, "status_code", 500)
        words = {404: "There is nothing at this address.", 405: "This address takes no such request."}.get(status, "Something unexpected went wrong.")
        person = identify(request) or Person("", "viewer")
        return Response(render(desk, request, "error.html", {"error": words}, "", person), status, media_type="text/html")

    more = [*(gate.make_routes(desk) if gate is not None else []), *([own_tiles.make_route(site.tiles, identify)] if site.tiles is not None else [])]
    assets = Mount("/assets", StaticFiles(packages=[("karama.web", "assets")]), name="assets")
    return Starlette(
        routes=[*make_routes(desk, pages, ACTIONS, FEEDS), *more, assets],
        middleware=[*([Middleware(BehindProxy)] if behind_proxy else []), Middleware(Guard, hosts=hosts)],
        exception_handlers={404: tell, 405: tell, 500: tell},
        lifespan=live,
    )


def identify_owner(name: str) -> Identify:
    """On one's own machine every visit is the owner's, who may do everything."""
    owner = Person(name, "admin")
    return lambda _request: owner
