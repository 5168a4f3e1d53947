"""Kinds of event in a few families, each with a shape, so that a map tells them apart without colour."""

from __future__ import annotations

# Family, its shape on maps, and its kinds. What is not listed is "other": an agreement, a protest, a visit.
FAMILIES: tuple[tuple[str, str, str], ...] = (
    ("explosions and strikes", "star", "air strike; drone strike; shelling; missile attack; naval attack; bombing; explosion; landmine; suicide bombing;"
     " chemical attack; shoot-down; interception; destruction"),
    ("fighting", "diamond", "attack; shooting; armed clash; offensive; raid; defence; defeat; ceasefire violation; coup"),
    ("harm to people", "square", "killing; execution; assassination; massacre; injuring; death; beating; stabbing; torture; sexual violence; human shields;"
     " child recruitment; looting; crackdown; crowd control"),
    ("held and freed", "ring", "abduction; capture; arrest; release; prisoner exchange; surrender; rescue; search; seizure"),
    ("territory and movement", "triangle", "territory taken; territory lost; territory held; advance; encirclement; escape route; siege; blockade; deployment;"
     " mobilisation; patrol; military exercise; weapons test; base established; withdrawal"),
    ("displacement and aid", "pentagon", "forced displacement; flight; return; evacuation; deportation; aid delivery; aid blocked; aid; military aid; asylum;"
     " aid pledge; protection; access granted"),
)  # fmt: skip
OTHER = ("other", "circle")
SEVERAL = ("several kinds", "circle")
_FAMILY_OF: dict[str, tuple[str, str]] = {kind.strip(): (family, shape) for family, shape, kinds in FAMILIES for kind in kinds.split(";")}
SHAPES: tuple[tuple[str, str], ...] = (*((family, shape) for family, shape, _ in FAMILIES), ("other or several kinds", "circle"))


def find_family(kind: str | None) -> tuple[str, str]:
    """The family of a kind and its shape; of None, several kinds."""
    return SEVERAL if kind is None else _FAMILY_OF.get(kind, OTHER)
