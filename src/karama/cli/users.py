"""`karama users`: the accounts of those who may log in to a record that is served to a team."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from karama.domain.accounts import ROLES
from karama.errors import InputError

if TYPE_CHECKING:
    from karama.app.accounts import AccountBook
    from karama.domain.accounts import Account

Command = Callable[..., Any]


def _share(function: Command) -> Command:
    """The options that all have."""
    for option in (
        click.option("--debug", is_flag=True, help="Show the trace of an error."),
        click.option("--json", "as_json", is_flag=True, help="Write JSON."),
    ):
        function = option(function)
    return function


def _ask_password(function: Command) -> Command:
    said = "The password is its first line; - is standard input. Else it is asked for."
    option: Callable[[Command], Command] = click.option("--password-file", type=click.Path(), metavar="FILE", help=said)
    return option(function)


@click.group("users", no_args_is_help=True)
@click.argument("path", type=click.Path(path_type=Path))
@click.pass_context
def command(context: click.Context, path: Path) -> None:
    """Say who may log in to the record in PATH, when it is served to a team: karama users PATH add NAME --role coder."""
    context.obj = path


@command.command("add", no_args_is_help=True)
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default="coder", show_default=True, help="What they may do.")
@_ask_password
@_share
@click.pass_obj
def add(path: Path, name: str, role: str, password_file: str | None, as_json: bool, debug: bool) -> int:
    """Add an account. The password is asked for, and never given on the command line, where others could read it."""
    return _do(path, as_json, lambda book, by: book.add(name, role, _read_password(password_file), by))


@command.command("list")
@_share
@click.pass_obj
def list_accounts(path: Path, as_json: bool, debug: bool) -> int:
    """List the accounts."""
    return _do(path, as_json, lambda book, _: list(book.list().values()))


@command.command("role", no_args_is_help=True)
@click.argument("name")
@click.argument("role", type=click.Choice(ROLES))
@_share
@click.pass_obj
def role(path: Path, name: str, role: str, as_json: bool, debug: bool) -> int:
    """Give an account another role."""
    return _do(path, as_json, lambda book, by: book.give_role(name, role, by))


@command.command("lock", no_args_is_help=True)
@click.argument("name")
@_share
@click.pass_obj
def lock(path: Path, name: str, as_json: bool, debug: bool) -> int:
    """Lock an account: whoever is logged in with it is out at once."""
    return _do(path, as_json, lambda book, by: book.lock(name, by))


@command.command("unlock", no_args_is_help=True)
@click.argument("name")
@_share
@click.pass_obj
def unlock(path: Path, name: str, as_json: bool, debug: bool) -> int:
    """Open a locked account again."""
    return _do(path, as_json, lambda book, by: book.unlock(name, by))


@command.command("password", no_args_is_help=True)
@click.argument("name")
@_ask_password
@_share
@click.pass_obj
def password(path: Path, name: str, password_file: str | None, as_json: bool, debug: bool) -> int:
    """Give an account a new password; its sessions end."""
    return _do(path, as_json, lambda book, by: book.give_password(name, _read_password(password_file), by))


def _do(path: Path, as_json: bool, do: Callable[[AccountBook, str], Account | list[Account]]) -> int:
    from karama.api import open_record
    from karama.wiring import open_accounts, who_am_i

    with open_record(path) as record:
        made = do(open_accounts(record.tools), who_am_i())
    for one in made if isinstance(made, list) else [made]:
        told = {"name": one.name, "role": one.role, "locked": one.locked, "by": one.by, "at": one.at}
        click.echo(json.dumps(told, ensure_ascii=False) if as_json else f"{one.name}  {one.role}{', locked' if one.locked else ''}  {one.at} by {one.by}")
    if made == []:
        click.echo("karama: no account yet", err=True)
    return 0


def _read_password(file: str | None) -> str:
    """The password, asked for twice on the terminal, or the first line of the file.

    Raises:
        InputError: the file cannot be read, or there is nobody to ask.
    """
    if file == "-":
        return sys.stdin.readline().rstrip("\r\n")
    if file is not None:
        try:
            return Path(file).read_text(encoding="utf-8").partition("\n")[0].rstrip("\r")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"{file}: the password cannot be read ({error.__class__.__name__})") from error
    if not sys.stdin.isatty():
        raise InputError("there is no terminal to ask for the password: give --password-file")
    typed: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return typed
