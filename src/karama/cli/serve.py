"""`karama serve`: the record in a browser, on this machine only."""

from __future__ import annotations

import json
from pathlib import Path

import click

from karama import api
from karama.wiring import who_am_i


@click.command("serve")
@click.argument("record", type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(0, 65535), default=8017, show_default=True, help="Where to listen; 0 takes any free port.")
@click.option("--no-browser", is_flag=True, help="Do not open the browser.")
@click.option("--as", "name", metavar="NAME", help="Under which name decisions are kept; the account's, if none is given.")
@click.option("--tiles", type=click.Path(path_type=Path), metavar="FILE", help="A .pmtiles file of your own as the base map: vector tiles of Protomaps.")
@click.option("--json", "as_json", is_flag=True, help="Write the address as JSON.")
def command(record: Path, port: int, no_browser: bool, name: str | None, tiles: Path | None, as_json: bool) -> None:
    """See and review RECORD in a browser, at http://127.0.0.1:PORT: one person, no network."""
    from karama.web.app import identify_owner, make_app
    from karama.web.drafts import warm_up
    from karama.web.own_tiles import read_attribution
    from karama.web.security import list_hosts
    from karama.web.serving import listen, run_server
    from karama.web.visits import Site

    if tiles is not None:
        read_attribution(tiles)
    with api.open_record(record) as opened:
        listening = listen("127.0.0.1", port)
        port = listening.getsockname()[1]
        if as_json:
            click.echo(json.dumps({"url": f"http://127.0.0.1:{port}"}))
        app = make_app(Site(opened, tiles=tiles), identify_owner(name or who_am_i()), list_hosts(port), warm_up)
        run_server(app, listening, f"http://127.0.0.1:{port}", not no_browser, lambda line: click.echo(line, err=True))
