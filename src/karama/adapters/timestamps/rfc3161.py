"""Timestamps by an authority over HTTP (RFC 3161): asked, and their answers checked by rfc3161-client and OpenSSL."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit

from karama.errors import InputError, KaramaError, SetupError, UnavailableError
from karama.ports import Stamp

# An answer is a few kilobytes, with a chain of certificates some ten.
LONGEST_ANSWER = 1_000_000
PATIENCE_S = 30.0  # for the whole answer; SLOWEST_S for each part of it
SLOWEST_S = 10.0
NEEDS = "timestamps need a library: pip install 'karama[timestamps]'"
SHA256 = "2.16.840.1.101.3.4.2.1"
REQUEST_TYPE = "application/timestamp-query"
# What OpenSSL says of a certificate -> what we say.
CAUSES: tuple[tuple[str, str], ...] = (
    ("has expired", "its certificate had ended when it was signed"),
    ("not yet valid", "its certificate did not yet hold when it was signed"),
    ("unable to get local issuer", "its certificate leads to none of the given authorities"),
    ("self-signed certificate", "its certificate leads to none of the given authorities"),
    ("certificate signature failure", "its certificate is forged: none of the given authorities signed it"),
)


class Rfc3161:
    """Asks one authority at a time; nothing is kept open.

    Source: RFC 3161, Internet X.509 Public Key Infrastructure Time-Stamp Protocol.
    """

    def __init__(self) -> None:
        """Loads the library.

        Raises:
            SetupError: the extra `karama[timestamps]` is not installed.
        """
        try:
            import rfc3161_client
            from asn1crypto import cms
            from cryptography import x509
            from cryptography.x509 import oid
        except ImportError as error:
            raise SetupError(NEEDS) from error
        self._tsp, self._x509, self._oid, self._cms = rfc3161_client, x509, oid, cms

    def request(self, data: bytes) -> bytes:
        """The question to send: the SHA-256 of the data, a number used once, and the wish to have the certificate too."""
        return self._tsp.TimestampRequestBuilder(data, self._tsp.HashAlgorithm.SHA256, nonce=True, cert_req=True).build().as_bytes()

    def ask(self, url: str, request: bytes) -> bytes:
        """The authority's answer.

        Raises:
            UnavailableError: it does not answer, or not in time.
            SetupError: it is no URL of an authority.
        """
        if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
            raise SetupError(f"{url}: no address of a timestamp authority, such as https://freetsa.org/tsr")
        question = urllib.request.Request(url, request, {"Content-Type": REQUEST_TYPE, "Accept": "application/timestamp-reply"})  # noqa: S310 - http or https
        ends, answer = time.monotonic() + PATIENCE_S, b""
        try:
            with urllib.request.urlopen(question, timeout=SLOWEST_S) as response:  # noqa: S310 - http or https
                while part := response.read1(65_536):
                    answer += part
                    if len(answer) > LONGEST_ANSWER:
                        raise UnavailableError(f"{url}: answers with more than {LONGEST_ANSWER:,} bytes, so it is no timestamp")
                    if time.monotonic() > ends:
                        raise UnavailableError(f"{url}: does not answer within {PATIENCE_S:.0f} seconds")
        except urllib.error.HTTPError as error:
            raise UnavailableError(f"{url}: answers {error.code} {error.reason}") from error
        except (OSError, ValueError) as error:
            reason = getattr(error, "reason", error)
            raise UnavailableError(f"{url}: does not answer ({reason})") from error
        return answer

    def check(self, answer: bytes, request: bytes | None = None, authorities: bytes | None = None) -> Stamp:
        """What the answer says, its signature checked; to `authorities` its certificate has to lead.

        Raises:
            InputError: it is no answer, a refusal, one to another request, forged, or signed with a certificate that may not.
            SetupError: the authorities are no certificates.
        """
        try:
            return self._check(answer, request, authorities)
        except KaramaError:
            raise
        except Exception as error:  # whatever three libraries raise over bytes that somebody made to be read wrongly
            raise InputError(f"the answer is no timestamp that can be read ({type(error).__name__})") from error

    def _check(self, answer: bytes, request: bytes | None, authorities: bytes | None) -> Stamp:
        response = self._read(answer)
        leaf, token = self._find_signer(response), response.tst_info
        self._check_signature(response, leaf)
        if request is not None:
            self._check_asked(response, request)
        if authorities is not None:
            self._check_authority(response, authorities)
        elif not leaf.not_valid_before_utc <= token.gen_time <= leaf.not_valid_after_utc:
            raise InputError("the answer cannot be trusted: its certificate did not hold when it was signed")
        return Stamp(
            token.message_imprint.message.hex(), token.gen_time.strftime("%Y-%m-%dT%H:%M:%SZ"), leaf.subject.rfc4514_string(),
            leaf.not_valid_after_utc.date().isoformat(), authorities is not None,
        )  # fmt: skip

    def _read(self, answer: bytes) -> Any:
        try:
            response = self._tsp.decode_timestamp_response(answer)
            if response.status != 0:
                raise InputError(f"the authority refused: {'; '.join(response.status_string) or f'status {response.status}'}")
            by = response.tst_info.message_imprint.hash_algorithm
        except ValueError as error:
            raise InputError("the answer is no timestamp") from error
        if by.dotted_string != SHA256:
            raise InputError("the answer is about something else than was asked: its digest is no SHA-256")
        return response

    def _find_signer(self, response: Any) -> Any:
        """The certificate that the signature names.

        Raises:
            InputError: it is not with the answer.
        """
        try:
            signers = list(response.signed_data.signer_infos)
            certificates = [self._x509.load_der_x509_certificate(data) for data in response.signed_data.certificates]
        except ValueError as error:
            raise InputError("the answer is no timestamp: its certificate cannot be read") from error
        found = [one for one in certificates if len(signers) == 1 and one.issuer == signers[0].issuer and one.serial_number == signers[0].serial_number]
        if not found:
            raise InputError("the answer cannot be trusted: the certificate that signed it is not with it")
        return found[0]

    def _check_signature(self, response: Any, leaf: Any) -> None:
        """Nothing, if the token was signed with the certificate's key and the certificate is one for timestamps.

        Raises:
            InputError: it was not, or is not.
        """
        from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

        purposes = [extension.value for extension in leaf.extensions if extension.oid == self._oid.ExtensionOID.EXTENDED_KEY_USAGE and extension.critical]
        if not any(self._oid.ExtendedKeyUsageOID.TIME_STAMPING in purpose for purpose in purposes):
            raise InputError("the answer cannot be trusted: its certificate is not one for timestamps")
        try:
            _check_signed(self._cms.ContentInfo.load(response.time_stamp_token())["content"], leaf.public_key())
        except (InvalidSignature, UnsupportedAlgorithm, ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError("the answer is forged: its signature is not that of its certificate") from error

    def _check_asked(self, response: Any, request: bytes) -> None:
        from rfc3161_client._rust import parse_timestamp_request

        try:
            asked = parse_timestamp_request(request)
        except ValueError as error:
            raise InputError("the request is none for a timestamp") from error
        if response.tst_info.message_imprint.message != asked.message_imprint.message:
            raise InputError("the answer is about something else than was asked")
        if response.tst_info.nonce != asked.nonce:
            raise InputError("the answer is one to another request")

    def _check_authority(self, response: Any, authorities: bytes) -> None:
        try:
            roots = self._x509.load_pem_x509_certificates(authorities)
        except ValueError as error:
            raise SetupError("the file of authorities holds no certificates (PEM)") from error
        others = [self._x509.load_der_x509_certificate(data) for data in response.signed_data.certificates]
        builder = self._tsp.VerifierBuilder(roots=roots, intermediates=[one for one in others if one not in roots])
        try:
            builder.build().verify(response, response.tst_info.message_imprint.message)
        except self._tsp.VerificationError as error:
            said = str(error)
            reason = next((meaning for words, meaning in CAUSES if words in said), said[:200])
            raise InputError(f"the answer cannot be trusted: {reason}") from error


def _check_signed(signed: Any, key: Any) -> None:
    """Nothing, if the content's hash stands among the signed attributes, and these are signed with the key.

    Raises:
        InvalidSignature: it does not, or they are not.

    Source: RFC 5652, section 5.4: the attributes are signed as a SET OF.
    """
    import hashlib

    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

    signer = signed["signer_infos"][0]
    name = signer["digest_algorithm"]["algorithm"].native
    attributes = {attribute["type"].native: attribute["values"][0] for attribute in signer["signed_attrs"]}
    if attributes["message_digest"].native != hashlib.new(name, bytes(signed["encap_content_info"]["content"])).digest():
        raise InvalidSignature
    algorithm: Any = getattr(hashes, name.upper())()
    data, signature = signer["signed_attrs"].untag().dump(), signer["signature"].native
    if isinstance(key, rsa.RSAPublicKey):
        with_salt = signer["signature_algorithm"].signature_algo == "rsassa_pss"
        key.verify(signature, data, padding.PSS(padding.MGF1(algorithm), padding.PSS.AUTO) if with_salt else padding.PKCS1v15(), algorithm)
    elif isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(signature, data, ec.ECDSA(algorithm))
    else:
        key.verify(signature, data)
