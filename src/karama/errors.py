"""Every exception that Karama raises on purpose; the class says what the caller should do."""


class KaramaError(Exception):
    """The parent of all of ours: one line saying what and where."""

    exit_code = 1


class InputError(KaramaError):
    """Skip this report: it cannot be read (empty, binary, another language, no article in it)."""

    exit_code = 3


class DataError(KaramaError):
    """Stop and look: stored or shipped data contradicts itself."""

    exit_code = 4


class OffsetError(DataError):
    """A span does not carry the words it claims to carry."""


class UnavailableError(KaramaError):
    """Try again later: something outside did not answer."""

    exit_code = 5


class SetupError(KaramaError):
    """Fix the settings or the installation: a model, an index or an extra is missing."""

    exit_code = 6
