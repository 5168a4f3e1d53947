"""Characters that turn or hide words, as marks that can be seen: a page shows them and does not obey them."""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup

from karama.render.map import Spot, Town, draw_map
from karama.wiring import list_towns

# Unicode TR 36: a right-to-left override makes "txt.exe" of "exe.txt", and a denial of a claim; embeddings and isolates reach over what stands beside them.
NAMES = {
    0x061C: "ALM", 0x200E: "LRM", 0x200F: "RLM", 0x202A: "LRE", 0x202B: "RLE", 0x202C: "PDF", 0x202D: "LRO", 0x202E: "RLO",
    0x2066: "LRI", 0x2067: "RLI", 0x2068: "FSI", 0x2069: "PDI",
}  # fmt: skip
_CONTROLS = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def show_controls(value: Any) -> Any:
    """The value; of words, each control character as its name in brackets. Every expression of a template passes through here."""
    if not isinstance(value, str) or _CONTROLS.search(value) is None:
        return value
    shown = _CONTROLS.sub(lambda found: f"⟦{NAMES.get(ord(found.group()), f'U+{ord(found.group()):04X}')}⟧", value)
    return Markup(shown) if isinstance(value, Markup) else shown  # noqa: S704


def show_map(spots: list[Spot]) -> Markup:
    """The map as an SVG element; "" where there is nothing to show. Names are escaped where it is drawn."""
    return Markup(show_controls(draw_map(spots, [Town(*town) for town in list_towns()] if spots else ())))  # noqa: S704
