"""`karama timestamp`: an authority attests when a record's log was as it is."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from karama.errors import InputError, SetupError

File = click.Path(dir_okay=False, path_type=Path)


@click.command("timestamp", no_args_is_help=True)
@click.argument("path", type=click.Path())
@click.option("--url", metavar="URL", help="The authority (RFC 3161), such as https://freetsa.org/tsr; else the one that record.toml names.")
@click.option("--ca", type=File, metavar="FILE", help="Certificates (PEM) of authorities that you trust; the answer's certificate has to lead to one.")
@click.option("--file", "request", type=File, metavar="REQUEST", help="Ask nobody: write the request there. With --answer: the request that it answers.")
@click.option("--answer", type=File, metavar="ANSWER", help="Take in an answer that came by other means.")
@click.option("--by", metavar="NAME", help="Who asks, for the log; your account's name if not given.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.option("--debug", is_flag=True, help="Show the trace of an error.")
def command(path: str, url: str | None, ca: Path | None, request: Path | None, answer: Path | None, by: str | None, as_json: bool, debug: bool) -> int:
    """Have a timestamp authority attest the log of the record in PATH as it ends now, and with it all that it tells of.

    Only a hash leaves this machine. The answer is kept in the record, and `karama verify` checks it. On a machine without a network, --file writes the
    request, and --answer takes in what the authority answered to it.
    """
    from karama.api import open_record

    authorities = read_file(ca) if ca is not None else None
    with open_record(path) as record:
        stamping = record.stamping(by, authorities)
        if request is not None and answer is None:
            _write_file(request, stamping.write_request())
            click.echo(json.dumps({"request": str(request)}) if as_json else _tell_how(path, request))
            return 0
        asked = read_file(request) if request is not None else None
        made = stamping.ask(url) if answer is None else stamping.take(read_file(answer), str(answer), asked)
    click.echo(json.dumps(asdict(made), ensure_ascii=False) if as_json else f"{made.id}  {made.authority} saw the log up to {made.head} on {made.told}")
    return 0


def read_file(file: Path) -> bytes:
    """The bytes of the file.

    Raises:
        InputError: it cannot be read.
    """
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError(f"{file}: {error.strerror or 'cannot be read'}") from error


def _write_file(file: Path, data: bytes) -> None:
    try:
        file.write_bytes(data)
    except OSError as error:
        raise SetupError(f"{file}: {error.strerror or 'cannot be written'}") from error


def _tell_how(path: str, request: Path) -> str:
    answer = request.with_suffix(".tsr")
    return (
        f"{request}: send it to an authority, such as with\n"
        f"  curl -H 'Content-Type: application/timestamp-query' --data-binary @{request} https://freetsa.org/tsr -o {answer}\n"
        f"then: karama timestamp {path} --file {request} --answer {answer}"
    )
