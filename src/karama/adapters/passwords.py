"""Passwords kept as argon2id hashes."""

from __future__ import annotations

from threading import BoundedSemaphore

from karama.errors import SetupError

AT_ONCE = 2  # hashes worked out side by side: each takes 64 MiB, so that a flood of log-ins cannot take all memory


class Argon2:
    """Hashes and checks passwords with the costs that argon2-cffi recommends (RFC 9106, low memory)."""

    def __init__(self) -> None:
        """Raises:
        SetupError: argon2-cffi is not installed.
        """
        try:
            from argon2 import PasswordHasher
        except ImportError as error:
            raise SetupError("accounts need argon2-cffi: pip install 'karama[team]'") from error
        self._hasher, self._turns = PasswordHasher(), BoundedSemaphore(AT_ONCE)

    def hash(self, password: str) -> str:
        """The password's hash, with its salt and costs."""
        with self._turns:
            return self._hasher.hash(password)

    def check(self, hashed: str, password: str) -> bool:
        """Is it the password of that hash? Takes as long for a wrong one."""
        from argon2.exceptions import InvalidHashError, VerificationError

        with self._turns:
            try:
                return self._hasher.verify(hashed, password)
            except (VerificationError, InvalidHashError):
                return False
