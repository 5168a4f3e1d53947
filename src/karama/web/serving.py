"""The server: listens on this machine, opens the browser, runs until it is stopped."""

from __future__ import annotations

import socket
import webbrowser
from collections.abc import Callable
from threading import Timer

import uvicorn
from starlette.types import ASGIApp

from karama.errors import SetupError


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there; port 0 takes any free one.

    Raises:
        SetupError: somebody else listens there, or the address is not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        raise SetupError(f"{host}:{port}: cannot listen there ({error.strerror}); give another with --port") from error
    return listening


def run_server(app: ASGIApp, listening: socket.socket, url: str, open_browser: bool, tell: Callable[[str], object]) -> None:
    """Nothing, once the server was stopped (Ctrl-C)."""
    quiet = {"log_level": "warning", "access_log": False, "server_header": False}
    config = uvicorn.Config(app, http="h11", loop="asyncio", ws="none", proxy_headers=False, timeout_graceful_shutdown=3, **quiet)  # type: ignore[arg-type]
    tell(f"Karama is at {url} (stop with Ctrl-C)")
    if open_browser:
        Timer(0.7, lambda: webbrowser.open(url)).start()
    uvicorn.Server(config).run(sockets=[listening])
