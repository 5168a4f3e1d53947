"""A timestamp authority of the tests' own on this machine: throw-away certificates, and answers made by openssl."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

SETTINGS = """[tsa]
default_tsa = it
[it]
serial = {folder}/serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256
accuracy = secs:1
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""
NOW = datetime.now(UTC)


@dataclass(frozen=True)
class Authority:
    """Where its files are; `root` is the certificate that vouches for it."""

    folder: Path
    root: Path

    def answer(self, request: bytes) -> bytes:
        """What it answers to a request."""
        (self.folder / "request.tsq").write_bytes(request)
        subprocess.run(
            ["openssl", "ts", "-reply", "-config", "settings", "-queryfile", "request.tsq", "-signer", "leaf.pem", "-inkey", "leaf.key", "-out", "answer.tsr"],  # noqa: S607
            cwd=self.folder, check=True, capture_output=True,
        )  # fmt: skip
        return (self.folder / "answer.tsr").read_bytes()


def make_authority(folder: Path, name: str = "Test Authority", ends: timedelta = timedelta(days=30)) -> Authority:
    """An authority in the folder, its certificate signed by a root of its own; `ends` counts from now. Beside it a twin, equal but for its purpose."""
    folder.mkdir(parents=True)
    root_key, leaf_key = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
    root_name, leaf_name = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words)]) for words in (f"Root of {name}", name))
    root = _begin(root_name, root_name, root_key, timedelta(days=60)).add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    leaf, twin = (
        _begin(leaf_name, root_name, leaf_key, ends).add_extension(x509.ExtendedKeyUsage([purpose]), critical=True).sign(root_key, hashes.SHA256())
        for purpose in (ExtendedKeyUsageOID.TIME_STAMPING, ExtendedKeyUsageOID.CODE_SIGNING)
    )
    (folder / "root.pem").write_bytes(root.sign(root_key, hashes.SHA256()).public_bytes(Encoding.PEM))
    (folder / "leaf.pem").write_bytes(leaf.public_bytes(Encoding.PEM))
    (folder / "leaf.der").write_bytes(leaf.public_bytes(Encoding.DER))
    (folder / "twin.der").write_bytes(twin.public_bytes(Encoding.DER))
    (folder / "leaf.key").write_bytes(leaf_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (folder / "settings").write_text(SETTINGS.format(folder=folder))
    return Authority(folder, folder / "root.pem")


def _begin(subject: x509.Name, issuer: x509.Name, key: rsa.RSAPrivateKey, ends: timedelta) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key()).serial_number(4711)
        .not_valid_before(NOW - timedelta(days=40)).not_valid_after(NOW + ends)
    )  # fmt: skip


@contextmanager
def serve(answer: Callable[[bytes, BaseHTTPRequestHandler], bytes | None]) -> Iterator[str]:
    """The address of a server on this machine that answers each request with those bytes; None: it has answered itself."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.headers["Content-Type"] == "application/timestamp-query"
            data = answer(self.rfile.read(int(self.headers["Content-Length"])), self)
            if data is not None:
                self.send_response(200)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.end_headers()
                self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """Nothing: some of those who asked have gone before the answer."""

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
