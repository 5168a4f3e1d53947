"""English and everything else."""

from __future__ import annotations

import pytest

from karama.errors import InputError
from karama.ingest.language import check_language, detect_language

SENTENCES = {
    "French": "L'armée a repris la ville dans la nuit de samedi à dimanche, selon un porte-parole du ministère, qui n'a pas donné de bilan des victimes.",
    "Spanish": "El ejército tomó la ciudad en la noche del sábado al domingo, según un portavoz del ministerio que no dio el número de los muertos.",
    "German": "Die Armee hat die Stadt in der Nacht zum Sonntag eingenommen, sagte ein Sprecher des Ministeriums, der die Zahl der Toten nicht nannte.",
    "Russian": "Армия заняла город в ночь на воскресенье, сообщил представитель министерства, который не назвал число погибших.",
    "Ukrainian": "Армія зайняла місто в ніч на неділю, повідомив речник міністерства, який не назвав кількості загиблих, її підрозділи є в центрі.",
    "Arabic": "سيطر الجيش على المدينة ليلة الأحد حسب ما قال المتحدث باسم الوزارة الذي لم يذكر عدد القتلى",
    "Persian": "ارتش شهر را در شب یکشنبه گرفت و سخنگوی وزارت که شمار کشته‌ها را نگفت این خبر را داد",
    "Hebrew": "הצבא כבש את העיר בלילה שבין שבת לראשון, אמר דובר המשרד",
    "Chinese": "军队在星期日凌晨占领了该城，部委发言人说，但没有公布死亡人数。",
    "Turkish": "Ordu pazar gecesi şehri ele geçirdi ve sözcü bu konuda bir açıklama yaptı, ancak ölü sayısı için bir bilgi vermedi.",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_a_report_in_another_language_is_refused_by_its_name(language: str) -> None:
    with pytest.raises(InputError, match=f"written in {language}, Karama reads English"):
        check_language(SENTENCES[language], "a.txt")


@pytest.mark.parametrize(
    "text",
    [
        "Shells hit Kerat",
        "KABUL: Car bomb kills four",
        "Al-Bab, Jarablus, Manbij, Tal Abyad, Raqqa, Hasakah, Qamishli, Deir ez-Zor: clashes",
        "The dead were named as Mahmoud Hussein محمود حسين, Ibrahim Qasim ابراهيم قاسم, who was with them, and his son.",
        "THE ARMY SAID THAT IT HAD TAKEN THE TOWN.",
        "…",
    ],
)
def test_short_texts_names_and_capitals_count_as_english(text: str) -> None:
    assert detect_language(text) == "English"


def test_an_english_report_that_quotes_another_language_is_english() -> None:
    report = "The minister spoke to the press in Paris on Sunday and said that the army had taken the town in the night. " * 3
    assert detect_language(report + SENTENCES["French"]) == "English"


def test_a_report_half_in_english_is_read() -> None:
    english = "The minister spoke in Paris on Sunday and said that the army had taken the town. "
    assert detect_language((english + SENTENCES["French"]) * 3) == "English"


def test_a_long_text_of_unknown_words_is_not_read_as_english() -> None:
    assert detect_language("kwenye miji mbali bandari nyumba shamba barabara mlima ziwa jeshi " * 8) != "English"
