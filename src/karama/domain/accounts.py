"""Who may use a record that is served to a team, and what each may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

# What somebody may do, each more than the one before: look at data without texts, read, decide, decide for all, run the site.
Role = Literal["viewer", "reader", "coder", "editor", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)


@dataclass(frozen=True, slots=True)
class Account:
    """A person's account as it stood from then on; the last of a name counts, none is ever changed or removed."""

    id: str  # hash of all else and its number
    name: str
    role: Role
    locked: bool
    password: str  # its argon2id hash with salt and costs, never the password
    by: str  # who made it so
    at: str  # ISO date and time, UTC
