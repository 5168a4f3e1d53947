"""Words of counts and measures: tables only, with what each means and why."""

from __future__ import annotations

from typing import NamedTuple

from karama.domain.annotations import Unit


def _words(text: str) -> frozenset[str]:
    """The words of a table row, as a set."""
    return frozenset(text.split())


NUMBERS: dict[str, int] = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
    "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30,
    "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
SCALES: dict[str, float] = {
    "dozen": 12, "hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "m": 1e6, "mn": 1e6, "bn": 1e9, "k": 1e3,
    "lakh": 1e5, "crore": 1e7,
}  # fmt: skip
SHORT_SCALES = frozenset({"m", "mn", "bn", "k"})  # only glued to figures or after money: "2.5m"


class Vague(NamedTuple):
    """The bounds of a count that is named without a number; None where it is open."""

    low: float | None
    high: float | None


# A plural scale is at least two of it: whoever had counted fewer would have said so. No upper bound is said.
VAGUE: dict[str, Vague] = {
    "dozens": Vague(24, None), "scores": Vague(40, None), "hundreds": Vague(200, None), "thousands": Vague(2_000, None), "millions": Vague(2e6, None),
    "billions": Vague(2e9, None), "tens": Vague(20, None),
    "several": Vague(3, None),  # more than a couple
    "few": Vague(3, None),  # "a few": more than a couple; "few" alone says how little and is no count
    "couple": Vague(2, 2), "pair": Vague(2, 2), "handful": Vague(3, None),
}  # fmt: skip
SCALED_VAGUE: dict[str, float] = {"several": 3, "few": 3, "couple": 2, "many": 3}  # "several hundred" is at least 300


class Hedge(NamedTuple):
    """What words before or after a number do to its bounds."""

    words: tuple[str, ...]
    kind: str  # floor, beyond, ceiling, short, near, about, possible, exact


def _hedges(kind: str, *phrases: str) -> list[Hedge]:
    return [Hedge(tuple(phrase.split()), kind) for phrase in phrases]


_ALL = [
    # The number is the least that is known: no upper bound.
    *_hedges("floor", "at least", "no fewer than", "no less than", "not less than", "upwards of", "upward of", "at the very least", "a minimum of"),
    # The least is one more than the number: "more than 20 people" are 21 or more.
    *_hedges("beyond", "more than", "over", "in excess of", "well over", "greater than", "exceeding", "above", "beyond", "far more than", "just over"),
    # The number is the most that is claimed: no lower bound.
    *_hedges("ceiling", "up to", "as many as", "at most", "no more than", "not more than", "as much as", "a maximum of"),
    # The most is one less than the number: "fewer than 20 people" are 19 or less.
    *_hedges("short", "fewer than", "less than", "under", "below", "just under", "well under"),
    # It comes close from below, and how close is not said.
    *_hedges("near", "nearly", "almost", "close to", "near", "nearing", "approaching"),
    *_hedges("about", "about", "around", "some", "approximately", "roughly", "an estimated", "estimated", "circa", "more or less", "somewhere around", "~",
             "approx", "approx.", "in the region of"),
    *_hedges("possible", "a possible", "possible", "possibly", "perhaps", "maybe", "potentially", "probably", "a suspected"),
    *_hedges("exact", "exactly", "precisely", "only", "just", "a total of", "all", "another", "an additional", "additional", "a further", "a record",
             "a combined"),
]  # fmt: skip
HEDGES_BEFORE: dict[str, list[Hedge]] = {}
for _hedge in sorted(_ALL, key=lambda h: -len(h.words)):
    HEDGES_BEFORE.setdefault(_hedge.words[-1], []).append(_hedge)
HEDGES_AFTER: tuple[Hedge, ...] = (
    *_hedges("floor", "or more", "at least", "and more", "plus", "and counting"),
    *_hedges("about", "or so", "odd", "- odd"),
    *_hedges("ceiling", "or fewer", "or less"),
)
HEDGE_AFTER_STARTS = frozenset(hedge.words[0] for hedge in HEDGES_AFTER)

# Words before a number that make it a name or a label.
LABELS = _words(
    """
    resolution article section flight no no. nr nr. number numbers route highway page chapter channel unscr boeing room area level phase grade type model mark
    mk version brigade division battalion regiment unit block sector zone camp checkpoint hill line paragraph law decree case aged age group figure table
    apollo windows channel radio fm gate exit camp squadron company apartment floor tel phone fax ext psalm verse
    """
)
CURRENCIES = _words("$ us$ usd £ € ¥ a$ c$ au$ usd$ hk$ # eur gbp")
MONEY_NOUNS = _words(
    """
    dollar euro pound ruble rouble yuan yen dinar rial riyal lira afghani rupee shekel hryvnia cent usd eur peseta peso real rand franc krona naira
    birr zloty shilling
    """
)
TIME_UNITS = _words(
    """
    year years month months week weeks day days hour hours minute minutes second seconds decade decades century centuries yr yrs hrs
    """
)
DISTANCES = _words("km kilometer kilometre kilometers kilometres mile miles meter metre meters metres m yard yards foot feet inch inches mi kms cm mm nm")
PERCENTS = _words("percent % per percentage")
AREAS = _words("square sq sq. cubic")
WEIGHTS = _words("ton tonne kilogram kg pound gram liter litre gallon barrel degree volt watt megawatt mw hp")
NOT_COUNTED = _words("- / : = × x")

UNIT_OF_NOUN: dict[str, Unit] = {}
_NOUNS: dict[Unit, str] = {
    "killed": "dead death fatality life martyr corpse body",
    "wounded": "wounded injured injury",
    "missing": "missing disappearance",
    "detained": "detainee prisoner hostage captive abductee pow inmate arrest kidnapping abduction",
    "displaced": "refugee idp evacuee displaced migrant returnee",
    "troops": """troop soldier serviceman personnel marine peacekeeper paratrooper conscript reservist commando officer policeman airman sailor
                 guardsman serviceperson servicemember ranger cadet recruit guard gendarme policewoman servicewoman""",
    "fighters": """fighter militant rebel jihadist jihadi gunman insurgent terrorist guerrilla militiaman extremist combatant mercenary bomber attacker
                   assailant separatist islamist operative volunteer sniper infiltrator raider bandit pirate""",
    "strikes": "airstrike strike raid sortie bombardment shelling bombing airdrop barrage salvo",
    "vehicles": """vehicle tank truck car bus lorry humvee apc helicopter plane jet aircraft warplane boat ship drone tanker convoy motorcycle ambulance van
                   bulldozer vessel warship gunship pickup""",
}  # fmt: skip
for _unit, _list in _NOUNS.items():
    UNIT_OF_NOUN |= dict.fromkeys(_list.split(), _unit)
# What stands for people at large; a verb says what happened to them.
PEOPLE = _words(
    """
    people person civilian man woman child boy girl resident citizen villager inhabitant family household worker journalist student teacher doctor
    protester demonstrator other passenger member leader commander driver baby infant teenager adult farmer worshipper pilgrim patient official aide
    activist nurse medic paramedic reporter cameraman photographer national foreigner victim brother sister son daughter father mother wife husband
    relative individual male female minor youth settler survivor local shepherd fisherman engineer contractor employee staff staffer bystander adviser
    suspect smuggler dealer
    advisor diplomat judge lawyer politician lawmaker guest visitor tourist pupil schoolchild shopper prisoner deputy chief expert specialist
    """
) | frozenset(noun for unit in ("troops", "fighters", "detained", "displaced") for noun in _NOUNS[unit].split())
SINGLE_PEOPLE = PEOPLE - {"family", "youth", "staff", "household"}  # collective: "a family" is more than one
CASUALTY_NOUNS = _words("casualty death fatality injury victim")

# A number before one of these is an address: "48 Lenin Street".
STREETS = _words("street road avenue boulevard lane square drive st. rd. ave.")
# Nouns that say over "of" what happened to people: "the deaths of hundreds of troops", "the bodies of 29 children".
HARMS: dict[str, Unit] = {}
_HARMS: dict[Unit, str] = {
    "killed": "death killing murder execution massacre slaughter assassination lynching beheading body corpse remains funeral burial dead",
    "wounded": "wounding injury injuring maiming",
    "missing": "disappearance",
    "detained": "abduction kidnapping arrest detention capture imprisonment release",
    "displaced": "displacement expulsion evacuation flight exodus deportation",
}  # fmt: skip
for _unit, _list in _HARMS.items():
    HARMS |= dict.fromkeys(_list.split(), _unit)

# Words beside people that say what happened to them, as verb, participle or adjective.
FATE: dict[str, Unit] = {}
_FATES: dict[Unit, str] = {
    "killed": """kill die murder execute behead slaughter massacre assassinate slay perish martyr dead deceased gun lynch hang drown eliminate
                 decapitate neutralize neutralise crush burn shot shoot""",
    "wounded": "wound injure hurt maim injured wounded mutilate hospitalize hospitalise treat",
    "missing": "missing miss disappear vanish",
    "detained": "detain arrest capture kidnap abduct imprison jail apprehend captured arrested intern hostage",
    "displaced": "displace flee evacuate uproot displaced homeless expel relocate",
}  # fmt: skip
for _unit, _list in _FATES.items():
    FATE |= dict.fromkeys(_list.split(), _unit)
MILD_FATES = frozenset({"shoot", "shot", "gun", "burn", "crush", "hang", "flee", "relocate", "die", "perish", "drown"})
SINGLE_FATES = frozenset(
    {"kill", "murder", "execute", "behead", "slay", "assassinate", "wound", "injure", "martyr", "massacre", "abduct", "kidnap", "detain", "arrest"}
)
UNDERGONE = _words("die perish flee disappear drown vanish")  # verbs whose subject is the victim
# Helping words between a number and its participle: "30 others were also wounded".
HELPERS = _words(
    "were was have had has been are is being others more also reportedly reported remain remained still seriously badly severely critically slightly"
)
# Endings of the plural names of peoples.
DEMONYM_ENDINGS = ("ians", "ans", "is", "ese", "ers", "kurds", "arabs", "ites", "ims")
PRESENCE = _words(
    """
    be remain live stay trap strand besiege leave inhabit reside shelter house gather protest demonstrate march rally attend assemble wait flock crowd
    queue camp mourn
    """
)
DEPLOYMENT = _words("deploy send station dispatch mobilize mobilise withdraw reinforce amass mass")
# Who is counted where the parts of a toll are told: "the dead included 12 staff members".
LISTED: dict[str, Unit] = {
    "dead": "killed", "killed": "killed", "victims": "killed", "fatalities": "killed", "slain": "killed",
    "wounded": "wounded", "injured": "wounded", "missing": "missing", "detained": "detained", "detainees": "detained",
}  # fmt: skip
# A toll that "rose to 45" counts the dead unless it says otherwise.
TOLLS: dict[str, Unit] = {
    "toll": "killed",
    "death": "killed",
    "fatality": "killed",
    "dead": "killed",
    "injury": "wounded",
    "wounded": "wounded",
    "injured": "wounded",
}
