"""`karama serve`: the record in a browser, for one person on this machine, or with --users for a team."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from karama import api
from karama.wiring import is_on_server, open_accounts, who_am_i

if TYPE_CHECKING:
    from karama.web.gate import Gate
    from karama.web.hosting import Hosting


@click.command("serve")
@click.argument("record", type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(0, 65535), default=8017, show_default=True, help="Where to listen; 0 takes any free port.")
@click.option("--no-browser", is_flag=True, help="Do not open the browser.")
@click.option("--as", "name", metavar="NAME", help="Under which name decisions are kept; the account's, if none is given.")
@click.option("--tiles", type=click.Path(path_type=Path), metavar="FILE", help="A .pmtiles file of your own as the base map: vector tiles of Protomaps.")
@click.option("--users", is_flag=True, help="For a team: everybody logs in with an account of `karama users`.")
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Where to listen; another than this machine's own only with --users.")
@click.option("--name", "names", multiple=True, metavar="HOST", help="A name under which people reach it (karama.example.org); can be given again.")
@click.option("--behind-proxy", is_flag=True, help="A proxy with TLS stands in front, and sets X-Forwarded-Proto and X-Forwarded-For.")
@click.option("--json", "as_json", is_flag=True, help="Write the address as JSON.")
def command(
    record: Path, port: int, no_browser: bool, name: str | None, tiles: Path | None, users: bool, host: str, names: tuple[str, ...], behind_proxy: bool,
    as_json: bool,
) -> None:  # fmt: skip
    """See and review RECORD in a browser, at http://127.0.0.1:PORT: one person, no network. With --users for a team, who log in."""
    from karama.web import reviewing
    from karama.web.app import identify_owner, make_app
    from karama.web.drafts import warm_up
    from karama.web.hosting import Hosting
    from karama.web.own_tiles import read_attribution
    from karama.web.pages import explore
    from karama.web.serving import listen, run_server
    from karama.web.visits import Site

    hosting = Hosting(host, names, users, behind_proxy)
    hosting.check()
    if tiles is not None:
        read_attribution(tiles)
    with api.open_record(record) as opened:
        gate = _open_gate(record, opened, hosting) if users else None
        listening = listen(host, port)
        port = listening.getsockname()[1]
        url = hosting.tell_url(port)
        if as_json:
            click.echo(json.dumps({"url": url}))
        who, site = gate if gate is not None else identify_owner(name or who_am_i()), Site(opened, users, tiles=tiles)

        def begin() -> None:
            warm_up()
            reviewing.warm_up(site)
            explore.warm_up(site)

        app = make_app(site, who, hosting.list_hosts(port), begin, behind_proxy=behind_proxy)
        run_server(app, listening, url, hosting.own and not (no_browser or behind_proxy), lambda line: click.echo(line, err=True))


def _open_gate(path: Path, opened: api.Record, hosting: Hosting) -> Gate:
    """The gate of a team's site; what whoever starts it should know is told."""
    from karama.errors import SetupError
    from karama.web.gate import Gate

    book = open_accounts(opened.tools)
    if not any(one.role == "admin" and not one.locked for one in book.list().values()):
        raise SetupError(f"{path}: nobody can log in as admin yet: karama users {path} add NAME --role admin")
    for line in hosting.list_warnings(is_on_server(path)):
        click.echo(f"karama: {line}", err=True)
    return Gate(book)
