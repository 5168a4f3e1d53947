"""A fetcher over HTTP that never speaks to this machine or its network: each address is checked where the connection is made."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

import httpcore
import httpx

from karama.errors import InputError, UnavailableError
from karama.ports import Fetched

MOST_BYTES = 20_000_000  # of one page, decompressed; more is no report
MOST_SECONDS = 20.0  # for all of it, redirects and slow servers included
PATIENCE_S = 8.0  # for one connection or one wait for bytes
MOST_REDIRECTS = 5
ENCODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})  # ways to pack a page that swell a thousand times at most
USER_AGENT = f"Karama/{version('karama')} (reads reports at a person's request, for documentation)"
# Addresses that stand for an IPv4 address: what they stand for is checked too.
NAT64 = IPv6Network("64:ff9b::/96")
Resolve = Callable[[str, int], Iterable[str]]
Address = IPv4Address | IPv6Address


class LocalAddressError(Exception):
    """The host is this machine, or on its network."""


class TooSlowError(Exception):
    """The time for the whole is over."""


def resolve(host: str, port: int) -> list[str]:
    """The addresses of the host, as the system knows them."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def is_public(address: str) -> bool:
    """Does the address belong to the public internet: not loopback, private, link-local, multicast or reserved, nor a way round to one?"""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(one.is_global and not one.is_multicast and not one.is_reserved for one in _unwrap(found))


def _unwrap(address: Address) -> list[Address]:
    """The address, and the IPv4 address inside it."""
    if isinstance(address, IPv4Address):
        return [address]
    if address.ipv4_mapped is not None:
        return [address.ipv4_mapped]
    if address in NAT64:
        return [IPv4Address(int(address) & 0xFFFFFFFF)]
    if address.sixtofour is not None:
        return [address, address.sixtofour]
    return [address, *(address.teredo or ())]


@dataclass(slots=True)
class _Deadline:
    """When the whole must be done."""

    at: float

    def bound(self, timeout: float | None) -> float:
        """The shorter of the wait and what is left.

        Raises:
            TooSlowError: nothing is left.
        """
        left = self.at - time.monotonic()
        if left <= 0:
            raise TooSlowError
        return min(left, timeout or left)


class _TimedStream(httpcore.NetworkStream):
    """A connection on which every wait also counts towards the whole."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: _Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """As the stream below."""
        return self._stream.read(max_bytes, self._deadline.bound(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """As the stream below."""
        self._stream.write(buffer, self._deadline.bound(timeout))

    def close(self) -> None:
        """As the stream below."""
        self._stream.close()

    def start_tls(self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None) -> httpcore.NetworkStream:
        """As the stream below; the certificate is that of the name, not of the address."""
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, self._deadline.bound(timeout)), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """As the stream below."""
        return self._stream.get_extra_info(info)


class _CheckedNetwork(httpcore.NetworkBackend):
    """Connects to checked addresses only: a redirect, or a name that changes its address between check and call, cannot go round it."""

    def __init__(self, resolve_name: Resolve, local: frozenset[str], deadline: _Deadline) -> None:
        self._resolve, self._local, self._deadline, self._network = resolve_name, local, deadline, httpcore.SyncBackend()

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        """A connection to the first address of the host that answers.

        Raises:
            LocalAddressError: one of its addresses is not public.
        """
        try:
            addresses = list(dict.fromkeys(self._resolve(host, port)))
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError("no such host, or no network") from error
        if host not in self._local and not all(map(is_public, addresses)):
            raise LocalAddressError
        refused: Exception = httpcore.ConnectError("no address")
        for address in addresses:
            try:
                return _TimedStream(self._network.connect_tcp(address, port, self._deadline.bound(timeout), local_address, socket_options), self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                refused = error
        raise refused

    def connect_unix_socket(self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None) -> httpcore.NetworkStream:
        """Never: there is no public page there."""
        raise LocalAddressError

    def sleep(self, seconds: float) -> None:
        """As the network below."""
        self._network.sleep(seconds)


class _Body(httpx.SyncByteStream):
    """The bytes of an answer as they come."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __iter__(self) -> Any:
        return iter(self._stream)

    def close(self) -> None:
        """The connection is given back."""
        self._stream.close()


class _CheckedTransport(httpx.BaseTransport):
    """httpx over the checked network, with no proxy and nothing kept from one call to the next."""

    def __init__(self, network: _CheckedNetwork) -> None:
        self._pool = httpcore.ConnectionPool(ssl_context=httpx.create_ssl_context(), max_connections=2, network_backend=network)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer; its body is still to be read."""
        url = httpcore.URL(scheme=request.url.raw_scheme, host=request.url.raw_host, port=request.url.port, target=request.url.raw_path)
        asked = httpcore.Request(request.method, url, headers=request.headers.raw, content=request.stream, extensions=request.extensions)
        answer = self._pool.handle_request(asked)
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer.stream), extensions=answer.extensions)

    def close(self) -> None:
        """All connections are closed."""
        self._pool.close()


@dataclass(frozen=True, slots=True)
class HttpFetcher:
    """Gets a page by http or https. `local` are names that may lie on this machine: only tests give any."""

    local: frozenset[str] = frozenset()
    resolve_name: Resolve = field(default=resolve)
    most_bytes: int = MOST_BYTES
    most_seconds: float = MOST_SECONDS
    patience_s: float = PATIENCE_S

    def __call__(self, url: str, conditions: Mapping[str, str] | None = None, /) -> Fetched:
        """What stands at the URL.

        Raises:
            InputError: it is no public http or https address, there is nothing of use there, or too much.
            UnavailableError: no network, or the server does not answer (in time).
        """
        deadline = _Deadline(time.monotonic() + self.most_seconds)
        transport = _CheckedTransport(_CheckedNetwork(self.resolve_name, self.local, deadline))
        here = check_url(url)
        # Without what the environment says: a proxy would make the connections that have to be checked here.
        with httpx.Client(
            transport=transport, timeout=self.patience_s, headers={"user-agent": USER_AGENT, "accept-encoding": "gzip, deflate"}, trust_env=False
        ) as client:
            for _ in range(MOST_REDIRECTS + 1):
                found = self._get(client, here, conditions or {})
                if isinstance(found, Fetched):
                    return found
                here = check_url(found)
        raise InputError(f"{url}: sent on more than {MOST_REDIRECTS} times")

    def _get(self, client: httpx.Client, url: str, conditions: Mapping[str, str]) -> Fetched | str:
        """What stands there, or the URL to which it sends on."""
        try:
            with client.stream("GET", url, headers=dict(conditions)) as answer:
                if answer.has_redirect_location:
                    return str(answer.url.join(answer.headers["location"]))
                headers = {name.lower(): value for name, value in answer.headers.items()}
                if answer.status_code == httpx.codes.NOT_MODIFIED and conditions:
                    return Fetched(url, "", b"", headers, changed=False)
                if answer.status_code != httpx.codes.OK:
                    _refuse_status(url, answer.status_code)
                return Fetched(url, headers.get("content-type", ""), self._read(url, answer), headers)
        except LocalAddressError as error:
            raise InputError(f"{url}: lies on this machine or its network, not on the public web") from error
        except (TooSlowError, httpcore.TimeoutException, httpx.TimeoutException) as error:
            raise UnavailableError(f"{url}: does not answer in time") from error
        except (httpcore.ConnectError, httpx.ConnectError) as error:
            raise UnavailableError(f"{url}: cannot be reached ({error or 'no network'})") from error
        except (httpcore.NetworkError, httpcore.ProtocolError, httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise UnavailableError(f"{url}: answers with what is no page ({error})") from error

    def _read(self, url: str, answer: httpx.Response) -> bytes:
        # Each is unpacked by blocks, and the whole is bounded below; packed twice, one block alone would swell a million times.
        if answer.headers.get("content-encoding", "identity").strip().lower() not in ENCODINGS:
            raise InputError(f"{url}: packed in a way that was not asked for")
        if int(answer.headers.get("content-length", "0")) > self.most_bytes:
            raise InputError(f"{url}: more than {self.most_bytes:,} bytes")
        data = bytearray()
        for part in answer.iter_bytes():
            data += part
            if len(data) > self.most_bytes:
                raise InputError(f"{url}: more than {self.most_bytes:,} bytes")
        if not data:
            raise InputError(f"{url}: empty")
        return bytes(data)


def check_url(url: str) -> str:
    """The URL, made plain.

    Raises:
        InputError: it is no http or https address of a host, or carries a name and password.
    """
    try:
        found = httpx.URL(url.strip())
    except (httpx.InvalidURL, UnicodeError) as error:
        raise InputError(f"{url.strip()[:200]!r}: no address ({error})") from error
    if found.scheme not in ("http", "https") or not found.host:
        raise InputError(f"{url.strip()[:200]!r}: give an address that begins with http:// or https://")
    if found.userinfo:
        raise InputError(f"{found.host}: an address with a name and password in it is not fetched")
    return str(found.copy_with(fragment=None))


def _refuse_status(url: str, status: int) -> None:
    """Nothing ever.

    Raises:
        InputError: there is no such page, or it may not be had.
        UnavailableError: the server asks to come back later.
    """
    reason = httpx.codes.get_reason_phrase(status) or "no page"
    if status in (408, 425, 429) or status >= 500:
        raise UnavailableError(f"{url}: {status} {reason}; try later")
    raise InputError(f"{url}: {status} {reason}")
