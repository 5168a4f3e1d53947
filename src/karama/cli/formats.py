"""The formats as `karama export --help` and `karama validate --help` list them."""

from __future__ import annotations


def tell_formats() -> str:
    """A line a format, which click is not to join."""
    from karama.export.formats import FORMATS

    return "\b\nFormats (docs/reference/exports.md has an example of each):\n" + "\n".join(f"  {one.name:14} {one.description}" for one in FORMATS)
