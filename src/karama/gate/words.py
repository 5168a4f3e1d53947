"""The tables of words by which the gate knows what to hold back; each with its reason."""

from __future__ import annotations

import re

# Kinds of event, relation and figure that tell where forces stand or move.
POSITION_KINDS = frozenset(
    (
        "advance", "base established", "blockade", "buffer zone", "deployment", "encirclement", "escape route", "military exercise", "mobilisation", "movement",
        "offensive", "patrol", "roadblock", "siege", "territory held", "territory lost", "territory taken", "withdrawal", "controls",
    )
)  # fmt: skip
POSITION_UNITS = frozenset({"troops", "fighters", "vehicles"})

# Where civilians shelter, are treated, taught or housed. Struck twice is what they fear most.
FACILITY = (
    r"(?:hospital|clinic|maternity (?:ward|hospital|clinic)|medical (?:point|centre|center)|health (?:centre|center)|field hospital|"
    r"schools?|kindergarten|nursery|university dormitory|orphanage|shelters?|safe house|bomb shelter|"
    r"(?:refugee|displacement|displaced persons'?|IDP|tent) camp|camp for (?:the )?(?:displaced|refugees)|reception (?:centre|center)|"
    r"(?:aid|food) distribution (?:point|centre|center)|bakery|camps?)"
)
SENSITIVE = re.compile(rf"\b{FACILITY}\b", re.IGNORECASE)
# "camp" of fighters is none of these.
ARMED_CAMP = re.compile(r"\b(?:training|military|army|militant|rebel|prison|base) camps?\b|\bcamp(?:aign|ed|ing)\b", re.IGNORECASE)
# A facility with its own name: "the al-Badiya school", "Kuwait Hospital", "Camp Hope".
# Parts of names are bounded, so that an endless chain of hyphens is not tried at each of its links.
_NAME = r"[A-Z][\w'’]{0,40}(?:-[\w'’]{1,40}){0,4}"
NAMED_FACILITY = re.compile(rf"\b(?:(?:(?:{_NAME}|al|el|de|of)[ -]){{1,4}}{FACILITY}|(?:Camp|Shelter|Hospital|School) (?:[A-Z][\w'’-]+ ?){{1,3}})\b")
HOME = re.compile(
    r"\b(?:home|house|apartment|flat|residence|address) (?:of|in|on|at|near)\b|\b(?:his|her|their) (?:home|house|apartment|flat)\b", re.IGNORECASE
)

# Who speaks for an institution, commands or governs speaks and is spoken of in that function; everybody else is private.
OFFICE = re.compile(
    r"\b(?:president|prime minister|premier|minister|secretary|chancellor|king|queen|prince|emir|sultan|ayatollah|pope|senator|sen\.|rep\.|"
    r"congress(?:man|woman)|"
    r"lawmaker|deputy|mp|governor|gov\.|mayor|ambassador|envoy|commissioner|rapporteur|spokes(?:man|woman|person)|director|head of|chief of|"
    r"chairman|chairwoman|"
    r"commander|general|gen\.|colonel|col\.|brig\.|brigadier|major|maj\.|lieutenant|lt\.|captain|capt\.|admiral|adm\.|marshal|warlord|prosecutor|judge|"
    r"leader|foreign policy chief|high representative|coordinator|analyst|professor|researcher)\b",
    re.IGNORECASE,
)
# Offices that a private person is only near to: "a resident told the governor".
NEAR_LETTERS = 48  # on either side of a name
# A personal name that the reader took for nobody: titles that only people have.
PERSONAL = re.compile(r"\b(?:mr|mrs|ms|miss|dr|abu|umm|um|bint|ibn|haji?|sheikh|sayyid)\b\.?", re.IGNORECASE)
# Words by which a name is that of a body, not of a person, where the reader does not say.
BODY = re.compile(
    r"\b(?:observatory|ministry|agency|group|army|forces?|council|network|organi[sz]ation|committee|union|front|brigade|party|government|police|commission|"
    r"office|department|command|coalition|centre|center|institute|movement|association|federation|nations|times|news|post|radio|tv|television|press|wire|"
    r"foundation|watch|international|crescent|cross|university|bank|court|parliament|congress|house|administration|militia|battalion|regiment|corps)\b",
    re.IGNORECASE,
)

# Speakers who are told by where they live or what they do. In a village of forty houses "a nurse" is one person.
AT_RISK = re.compile(
    r"\b(?:resident|villager|witness|survivor|neighbou?r|relative|brother|sister|mother|father|wife|husband|son|daughter|cousin|uncle|aunt|nurse|doctor|"
    r"medic|paramedic|teacher|farmer|shopkeeper|driver|activist|defector|deserter|detainee|prisoner|escapee|refugee|rescuer|volunteer|worker|imam|priest|"
    r"local|man|woman|girl|boy|child|student)s?\b",
    re.IGNORECASE,
)
# "residents", "local activists": nobody in particular, as long as nothing says which.
NOBODY_IN_PARTICULAR = re.compile(
    r"(?:[a-z]\w+ )*\w+s(?: (?:and|or) (?:local )?\w+s)?",
    re.IGNORECASE,  # one way to read each word: of two, a row of them would be read in 2**n
)
NARROWS = re.compile(r"\b(?:of|in|from|who|near|at|one|two|three|whose|his|her|their)\b", re.IGNORECASE)
LOCAL_SOURCE = "a local source"

# What should not reach somebody who did not ask for it.
GRAPHIC = re.compile(
    r"\b(?:behead|decapitat|dismember|mutilat|disembowel|eviscerat|gouge|charred|burned alive|burnt alive|severed (?:head|limb|hand|leg|arm)|body parts|"
    r"torn (?:apart|to pieces)|blown to pieces|pools? of blood|entrails|skinned|flayed|impal|crucif|gang[- ]rap|rap(?:ed|ing)\b|castrat|brains?\b|"
    r"skulls? (?:were |was )?(?:crushed|smashed))",
    re.IGNORECASE,
)
NAME_WITHHELD = "[name withheld]"
PLACE_WITHHELD = "[place withheld]"
PASSAGE_WITHHELD = "[passage withheld: graphic]"
