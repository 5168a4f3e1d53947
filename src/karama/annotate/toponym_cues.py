"""Words that speak for or against a capitalised name being a place, with how strongly."""

from __future__ import annotations

# What stands before a place. "of" and "by" stand before anything; "against" and "with" before actors.
PREPOSITIONS: dict[str, float] = dict.fromkeys(
    ("in", "near", "outside", "inside", "around", "across", "into", "throughout", "towards", "toward", "through", "within", "beyond", "onto", "along"), 1.5
) | {"at": 1.2, "from": 1.0, "to": 0.8, "between": 0.8, "over": 0.6, "of": 0.5, "via": 1.0, "off": 0.8, "on": 0.3}
AGAINST_PREPOSITIONS: dict[str, float] = {"by": -0.5, "against": -0.4, "with": -0.4, "under": -0.2}

# "the city of X", "the village X", "X province": head nouns of places. The value is for the noun itself, either side.
PLACE_NOUNS: dict[str, float] = dict.fromkeys(
    (
        "city", "town", "village", "province", "governorate", "district", "region", "state", "county", "township", "hamlet", "suburb", "suburbs",
        "neighborhood", "neighbourhood", "neighborhoods", "neighbourhoods", "countryside", "outskirts", "peninsula", "island", "islands", "valley",
        "river", "lake", "sea", "desert", "mountain", "mountains", "strait", "oblast", "prefecture", "municipality", "enclave", "area", "plain",
        "plains", "hills", "hamlets", "villages", "towns", "cities", "provinces", "capital", "stronghold", "quarter", "coast", "border", "basin",
        "forest", "bay", "gulf", "subdistrict", "emirate", "republic", "kingdom", "territory", "port", "highlands", "heights", "zone", "districts",
        "kibbutz", "settlement",
    ),
    1.5,
)  # fmt: skip

# Names that end in one of these are sites, even where no gazetteer has them: "al-Salam hospital", "Rukban camp".
FACILITY_NOUNS = frozenset(
    (
        "airport", "airfield", "airbase", "base", "camp", "crossing", "checkpoint", "dam", "mosque", "church", "cathedral", "hospital", "prison",
        "bridge", "refinery", "port", "barracks", "shrine", "square", "market", "stadium", "oilfield", "oil field", "plant", "reservoir", "canal",
        "highway", "temple", "synagogue", "monastery", "palace", "cemetery", "junction", "garrison", "river", "lake", "valley", "mountains",
        "mountain", "island", "islands", "peninsula", "strait", "desert", "forest", "hill", "hills", "creek", "bay", "park", "road", "street",
        "avenue", "boulevard", "province", "governorate", "district", "county", "region", "oblast", "township", "heights", "sea", "ocean", "gulf",
        "basin", "plain", "plains", "triangle",
    )
)  # fmt: skip

# A place's name before one of these is part of an organisation's, a paper's or a product's name: "Washington Post", "Aleppo Media Center".
NAME_TAILS = frozenset(
    (
        "times", "post", "herald", "tribune", "journal", "news", "gazette", "chronicle", "observer", "star", "globe", "daily", "telegraph", "sun",
        "examiner", "dispatch", "register", "inquirer", "press", "courier", "sentinel", "brigade", "brigades", "front", "army", "battalion",
        "division", "regiment", "militia", "movement", "party", "union", "league", "council", "committee", "commission", "agency", "institute",
        "foundation", "association", "organization", "organisation", "company", "corporation", "corp.", "inc.", "inc", "ltd", "group", "bank",
        "university", "college", "school", "academy", "hospital", "church", "club", "united", "fc", "city", "cup", "open", "museum", "ministry",
        "department", "court", "command", "corps", "guard", "force", "forces", "police", "airlines", "airways", "airline", "center", "centre",
        "office", "bureau", "network", "tv", "television", "radio", "magazine", "review", "house", "treaty", "agreement", "accord", "accords",
        "protocol", "convention", "declaration", "conference", "summit", "talks", "process", "plan", "revolutionaries", "martyrs", "shield",
        "operation", "rockets", "lions", "tigers", "bears", "giants", "red", "yankees", "cowboys", "law", "act", "exchange", "stock", "marathon",
        "festival", "fund", "society", "alliance", "coalition", "federation", "congress", "assembly", "parliament", "senate", "fire", "sheriff",
        "board", "authority", "services", "service", "stadium", "theatre", "theater", "orchestra", "hotel", "post-dispatch", "mirror",
    )
) - {"city"}  # fmt: skip
TITLES = frozenset(
    (
        "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr.", "president", "minister", "general", "gen.", "col.", "colonel", "lt.", "capt.",
        "captain", "sgt.", "maj.", "major", "sheikh", "prince", "king", "queen", "senator", "sen.", "rep.", "gov.", "judge", "professor", "prof.",
        "pope", "sir", "lord", "lady", "ayatollah", "imam", "commander", "spokesman", "spokeswoman", "spokesperson", "secretary", "ambassador",
        "chancellor", "premier", "cpl.", "pvt.", "detective", "officer", "chief", "coach", "rev.", "reverend", "brig.", "adm.", "admiral",
        "lieutenant", "sergeant", "deputy", "journalist", "actor",
    )
)  # fmt: skip

# Capitalised words that are places somewhere, and nearly never in a report.
NEVER = frozenset(
    (
        "a", "an", "the", "i", "he", "she", "it", "we", "they", "of", "in", "at", "on", "and", "or", "but", "if", "as", "is", "was", "are", "be",
        "for", "by", "no", "yes", "not", "so", "to", "from", "with", "this", "that", "these", "those", "there", "here", "when", "while", "after",
        "before", "since", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april",
        "may", "june", "july", "august", "september", "october", "november", "december", "police", "army", "government", "president", "minister",
        "general", "war", "islam", "islamic", "christian", "muslim", "muslims", "christians", "jews", "jewish", "sunni", "shia", "shiite", "kurdish",
        "kurds", "arab", "arabs", "allah", "god", "bible", "koran", "quran", "university", "hospital", "school", "mosque", "church", "center",
        "centre", "park", "street", "road", "avenue", "north", "south", "east", "west", "northern", "southern", "eastern", "western", "central",
        "state", "federal", "national", "international", "united", "union", "democratic", "republic", "republican", "democrats", "republicans",
        "party", "council", "court", "congress", "parliament", "senate", "house", "office", "committee", "commission", "ministry", "agency", "news",
        "media", "reuters", "al", "el", "abu", "bin", "ibn", "isis", "isil", "daesh", "un", "eu", "nato", "us", "english", "french", "german",
        "spanish", "arabic", "russian", "chinese", "internet", "twitter", "facebook", "google", "apple", "mr", "mrs", "ms", "dr", "sir", "lord",
        "lady", "king", "queen", "prince", "al-qaeda", "taliban", "hamas", "hezbollah", "photo", "image", "video", "read", "related", "copyright",
        "email", "phone", "page", "home", "date", "time", "story", "most", "many", "some", "all", "both", "each", "other", "another", "one", "two",
        "three", "four", "five", "six", "first", "last", "new", "old", "more", "less", "only", "even", "just", "also", "now", "then", "still",
        "however", "his", "her", "their", "its", "our", "my", "your", "who", "what", "where", "why", "how", "which", "any", "every", "because",
        "although", "though", "until", "under", "over", "between", "among", "during", "against", "about", "local", "such", "same", "several", "few",
        "much", "today", "yesterday", "tomorrow", "senior", "major", "chief", "captain", "colonel", "lieutenant", "sergeant", "corporal", "officer",
        "officers", "man", "men", "woman", "women", "people", "children", "bay", "lake", "hill", "mission", "liberty", "independence", "victory",
        "hope", "freedom", "justice", "peace", "unity", "progress", "christmas", "easter", "ramadan", "eid", "mobile", "reading", "bath", "nice",
        "best", "male", "split", "orange", "rugby", "deal", "ware", "along", "sale", "bar", "ban", "van", "dong", "ma", "wa", "ha", "ben", "ali",
        "hassan", "hussein", "mohammed", "ahmed", "bush",
        "katyusha", "kornet", "himars", "iskander", "shahed", "tomahawk", "kalashnikov", "background", "prelude", "aftermath", "offensive", "timeline",
        "shi'ite", "shi’ite", "shi'a", "alawite", "druze", "turkmen", "yazidi", "ba'athist", "port", "base", "hero", "medal",
        "references", "casualties", "analysis", "reactions", "tactics",
    )
) - {"al", "us", "van", "bush", "nice", "reading", "bath", "mobile", "orange", "split", "male"}  # fmt: skip
# Names of towns that are common words: only with the model's word and a cue of place.
DOUBTFUL = frozenset(
    (
        "nice", "reading", "bath", "mobile", "orange", "split", "male", "us", "van", "bush", "best", "police", "college", "hope", "enterprise",
        "franklin", "washington", "lincoln", "jackson", "jordan", "chad", "georgia", "paris", "chelsea", "victoria", "sydney", "austin", "houston",
        "dallas", "clinton", "carter", "madison", "charlotte", "florence", "hamilton", "wellington", "lima", "china", "turkey", "guinea", "java",
        "santiago", "diego", "marina", "sabha", "tabuk", "salem", "hama", "hassan", "idris", "said", "salah", "karim", "omar", "khalid", "malik",
        "nasser", "rahim", "sharif", "khan",
    )
)  # fmt: skip
DIRECTIONS = frozenset(
    (
        "north", "south", "east", "west", "northern", "southern", "eastern", "western", "central", "northeastern", "northwestern", "southeastern",
        "southwestern", "northeast", "northwest", "southeast", "southwest", "north-eastern", "north-western", "south-eastern", "south-western",
        "north-east", "north-west", "south-east", "south-west", "rural", "upper", "lower", "greater", "downtown", "nearby", "neighbouring",
        "neighboring", "coastal", "inner", "outer", "mid", "far", "war-torn", "occupied", "mainland", "besieged",
    )
)  # fmt: skip
# After a town's name these name its public bodies and offices, so the town itself is still meant: "Basra Police", "Mosul University".
PUBLIC_BODIES = frozenset(
    (
        "police", "university", "court", "courts", "department", "sheriff", "fire", "school", "schools", "high", "hospital", "office", "board",
        "city", "authority", "council", "county", "mayor", "governor", "gov.", "airport", "international", "municipal", "unified", "public",
        "elementary", "district", "area", "central", "general", "state", "regional", "community", "town", "provincial", "military", "operations",
        "health", "medical", "chief", "prosecutor", "bishop", "hall", "elections", "volunteer", "emergency", "middle", "deputy", "judge", "vice",
        "superintendent", "administrator", "commissioner", "resident", "native", "college", "library", "courthouse", "jail", "stadium", "street",
        "road", "border", "governorate", "province", "embassy", "refinery", "commissioners", "chamber", "circuit", "superior", "senator", "sen.",
        "rep.", "supreme", "parliament", "government", "residents",
        "campaign", "offensive", "operation", "battle", "siege", "clashes", "massacre", "bombing", "attack", "attacks", "strike", "airstrike",
    )
)  # fmt: skip
# Illnesses and the like that carry the name of a place.
NOT_PLACES_BEFORE = frozenset(("virus", "fever", "disease", "coli", "flu", "syndrome", "gas", "salad", "dollar", "dollars", "vaccine", "dressing", "roulette"))
# First words of names of villages, hills and valleys in Arabic, Turkic, Persian and other languages of the reports: "Jabal Thardeh", "Kafr Hamra".
PLACE_PREFIXES = frozenset(
    (
        "jabal", "jebel", "tal", "tall", "tell", "kafr", "kafar", "kfar", "kefar", "wadi", "khan", "deir", "dayr", "der", "ain", "ayn", "ein", "bir",
        "qalat", "beit", "bayt", "oued", "kot", "ras", "bab", "marj", "khirbet", "khirbat", "talat", "qabr", "jisr", "shahr", "qala", "kuh", "koh",
        "nahr", "umm", "mazraat", "burj", "qasr", "hawd", "mount", "lake", "camp", "fort", "port", "cape", "sidi", "ouled", "puerto", "barangay",
        "novo", "velyka", "novyi", "stara",
    )
)  # fmt: skip
PREFIXED = 1.3
# A name the gazetteer lacks is taken for a place after these, if nothing else claims it: "in Alwara Mandi".
STRICT_PREPOSITIONS = frozenset(("in", "near", "outside", "around", "inside", "towards", "toward"))
BASED = frozenset(("based", "born", "area", "held", "controlled", "led", "backed", "administered", "occupied", "bound", "style", "owned", "funded", "aligned"))
# Ends of the names of streets and natural features when they are written with a capital.
NAMED_SITES = frozenset(
    (
        "street", "road", "avenue", "ave.", "boulevard", "highway", "creek", "bridge", "square", "river", "lake", "mountain", "mountains", "hills",
        "island", "islands", "airport", "airfield", "valley", "bay", "canal", "dam", "checkpoint", "crossing", "camp", "prison", "mosque",
        "roundabout", "junction", "governorate", "province", "district", "subdistrict", "oblast", "peninsula", "st.", "drive", "lane", "trail",
        "falls", "peak", "reservoir", "gorge", "raion", "county", "fields", "farms", "field", "hospital", "base", "stadium", "market", "plateau",
        "axis", "heights", "township", "parish", "cathedral", "basilica", "monastery", "shrine", "barracks", "airbase", "refinery", "desert",
        "forest",
    )
)  # fmt: skip
# Towns are taken, held, shelled and left: an object of one of these that the gazetteer knows is a place.
TAKING_VERBS = frozenset(
    (
        "capture", "recapture", "retook", "retaken", "overran", "recaptured",
        "retake", "seize", "take", "liberate", "hold", "control", "enter", "reenter", "besiege", "bomb", "shell", "bombard",
        "storm", "overrun", "leave", "flee", "reach", "raid", "encircle", "surround", "clear", "secure", "occupy", "evacuate", "pound", "visit",
        "approach", "lose", "defend", "strike", "hit", "target", "attack", "conquer", "regain", "recover", "invade", "blockade", "isolate", "cross",
        "abandon",
    )
)  # fmt: skip
TAKEN = 1.4
SPEECH_VERBS = frozenset(("say", "tell", "add", "think", "believe", "write", "smile", "laugh", "recall", "testify", "explain", "marry", "die", "play", "score"))
