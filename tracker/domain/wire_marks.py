"""Which news agency a text says it was taken from: a dateline, a sign-off, a byline or a line of copyright.

To name an agency within a sentence (“according to Reuters”) is no mark. Neither is a mark beside the byline
of somebody else: a paper's own correspondent who also used the wire is not a copy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from tracker.domain.own_words import REMEMBERED, folded

# The name a sentence uses, then every other way in which the agency is written.
_AGENCIES: tuple[tuple[str, ...], ...] = (
    ("Reuters", "Thomson Reuters", "Рейтер", "رويترز", "路透社", "路透", "ロイター"),
    ("AP", "Associated Press", "The Associated Press", "美联社", "AP通信", "أ ب"),
    ("AFP", "Agence France-Presse", "Agence France Presse", "法新社", "AFP通信", "أ ف ب", "فرانس برس"),
    ("dpa", "Deutsche Presse-Agentur", "د ب أ"),
    ("TASS", "ITAR-TASS", "ТАСС", "ИТАР-ТАСС"),
    ("RIA Novosti", "RIA", "РИА Новости", "РИА"),
    ("Interfax", "Интерфакс"),
    ("Interfax-Ukraine", "Интерфакс-Украина", "Інтерфакс-Україна"),
    ("Ukrinform", "Укринформ", "Укрінформ"),
    ("UNIAN", "УНИАН", "УНІАН"),
    ("Xinhua", "Xinhua News Agency", "新华社", "新華社"),
    ("China News Service", "中新社", "中新网"),
    ("Kyodo", "Kyodo News", "共同社", "共同通信", "共同"),
    ("Jiji Press", "Jiji", "時事通信", "時事"),
    ("Yonhap", "Yonhap News Agency", "연합뉴스"),
    ("Anadolu", "Anadolu Agency", "Anadolu Ajansı", "AA", "الأناضول"),
    ("EFE", "Agencia EFE"),
    ("ANSA",),
    ("Lusa",),
    ("Belga",),
    ("ANP",),
    ("NTB",),
    ("Ritzau",),
    ("APA", "Austria Presse Agentur"),
    ("Keystone-SDA", "SDA", "Keystone-ATS", "ATS"),
    ("PAP", "Polska Agencja Prasowa"),
    ("ČTK", "CTK"),
    ("Tanjug",),
    ("PTI", "Press Trust of India"),
    ("ANI", "Asian News International"),
    ("IANS",),
    ("UPI", "United Press International"),
    ("PA Media", "Press Association"),
    ("IRNA", "ایرنا"),
    ("ISNA", "ایسنا"),
    ("Tasnim", "Tasnim News Agency", "تسنیم"),
    ("Fars", "Fars News Agency", "فارس"),
    ("SANA", "سانا"),
    ("WAFA", "وفا"),
    ("INA", "Iraqi News Agency", "واع"),
    ("KUNA", "كونا"),
    ("SPA", "Saudi Press Agency", "واس"),
    ("WAM", "Emirates News Agency", "وام"),
    ("Petra", "بترا"),
    ("MENA", "Middle East News Agency"),
    ("Bernama",),
    ("Antara",),
)
_SHORT = 5
"""Up to this length a name is taken only as it is written: SPA is an agency, a spa is not."""
_NAMED = {
    written: names[0]
    for names in _AGENCIES
    for name in names
    for written in ({name} if len(name) <= _SHORT else {name, name.upper()})
}
_ANY = "|".join(re.escape(name) for name in sorted(_NAMED, key=lambda name: (-len(name), name)))
_NAME = rf"(?<!\w)(?P<agency>{_ANY})(?!\w)"
_DASH = r"[-–—―:]"
_FIRST_LINES, _LAST_LINES, _BYLINE_LINES = 8, 4, 6
_LONGEST_LEAD, _LONGEST_LINE = 80, 120

# “BAGHDAD, Jan 1 (Reuters) - ”, “MOSCOW, January 1. /TASS/.”, “МОСКВА, 1 янв — РИА Новости.”, “新华社1日电”
_DATELINES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"[^\n!?()]{{0,{_LONGEST_LEAD}}}\(\s*(?:[^\n()]{{1,20}}/)?{_NAME}(?:/[^\n()]{{1,20}})?\s*\)\s*(?:{_DASH}|\.\s)",
        rf"[^\n!?/]{{0,{_LONGEST_LEAD}}}/{_NAME}/",
        rf"[^\n!?—–]{{2,{_LONGEST_LEAD}}}\s[—–-]{{1,2}}\s{_NAME}\s*\.",
        r"[（(【]?(?P<agency>新华社|新華社|路透社|法新社|美联社|共同社|中新社)[^\n。，]{0,20}?[电電][）)】]?",
        rf"【{_NAME}[^\n】]{{0,20}}】",
    )
)
_SIGN_OFFS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"^\W*(?:(?:Source|Quelle|Fuente|Fonte|Источник|Джерело|المصدر|来源)\s*[:：]\s*)?{_NAME}\W*$",
        rf"[.!?”»\"“’)]\s*[(/–—―-]+\s*{_NAME}\W*$",
        rf"^\W*{_NAME}\s*/\s*[\w .-]{{2,24}}\W*$",
    )
)
_COPYRIGHT = re.compile(rf"^\W*(?i:©|\(c\)|copyright)[\s©]*(?:\d{{4}}\s*)?(?:[Tt]he\s+)?{_NAME}")
_PICTURE = re.compile(
    r"photo|picture|image|getty|video|file|foto|bild|фото|صورة|图|写真|credit|illustration", re.IGNORECASE
)
_BYLINE = re.compile(
    r"^\W*(?:by|von|par|por|di|da|door|av|af|od|от|автор:?)\s+(?P<who>\S.{1,90})$|"
    r"(?P<own>\b(?:our|own|staff|special)\s+(?:correspondent|reporter|writer)|unsere[mnr]?\s+korrespondent\w*|"
    r"notre\s+(?:correspondante?|envoyée?)|nuestr[oa]\s+(?:corresponsal|enviad[oa])|"
    r"наш(?:его|а|ей)?\s+корреспондент\w*|مراسلنا)",
    re.IGNORECASE,
)
_STAFF = re.compile(rf"^(?:[Tt]he\s+)?{_NAME}(?:\s+(?i:staff|news agency|agency))?\W*$")
_OF_AGENCY = re.compile(
    rf"(?:^|[,/|(–—-]\s*)(?:(?i:the|for|of)\s+)?{_NAME}(?:\s+(?i:staff|news agency|agency))?\W*$"
)


@dataclass(frozen=True, slots=True)
class WireMark:
    """The agency a text is marked with, and the line that says so."""

    agency: str
    line: str


def agency_named(*names: str) -> str | None:
    """The agency that one of these names of a source is a name of: “Agence France-Presse (AFP)” is AFP."""
    for name in names:
        for part in (name, *re.split(r"[(),/]", name)):
            found = _NAMED.get(part.strip()) or _BY_FOLDED.get(folded(part.strip()))
            if found:
                return found
    return None


@lru_cache(maxsize=REMEMBERED)
def wire_mark(text: str, *, by_a_person: bool = False) -> WireMark | None:
    """The one agency a text is marked with; None for none, for several, and beside somebody else's byline.

    `by_a_person`: its author is recorded as a person, who then has to be the agency's by a byline.
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    byline = _agency_of_byline(lines[:_BYLINE_LINES])
    if byline is _SOMEBODY_ELSE or (byline is None and by_a_person):
        return None
    marks = [*_datelines(lines), *_sign_offs(lines), *_copyrights(lines)]
    if byline is not None:
        marks.append(byline)
    return marks[0] if len({mark.agency for mark in marks}) == 1 else None


_BY_FOLDED = {folded(name): agency for name, agency in _NAMED.items() if len(name) > _SHORT}
_SOMEBODY_ELSE = WireMark("", "")


def _agency_of_byline(lines: list[str]) -> WireMark | None:
    """The byline's agency; `_SOMEBODY_ELSE` where it names a person who is not said to be of one."""
    for line in lines:
        found = _BYLINE.search(line) if len(line) <= _LONGEST_LINE else None
        if found is None:
            continue
        agency = _OF_AGENCY.search(found["who"] or "")
        if agency is None or found["own"]:
            return _SOMEBODY_ELSE
        return _mark(agency, line)
    return next((_mark(found, line) for line in lines if (found := _STAFF.search(line))), None)


def _datelines(lines: list[str]) -> Iterable[WireMark]:
    for line in lines[:_FIRST_LINES]:
        for pattern in _DATELINES:
            found = pattern.match(line)
            if found and not _PICTURE.search(found[0]):
                yield _mark(found, found[0])


def _sign_offs(lines: list[str]) -> Iterable[WireMark]:
    for line in lines[-_LAST_LINES:] if len(lines) > 1 else lines:
        for pattern in _SIGN_OFFS:
            tail = line[-_LONGEST_LINE:]
            found = pattern.search(tail)
            if found and not _PICTURE.search(tail):
                yield _mark(found, line if line == tail else f"…{line[-40:]}")


def _copyrights(lines: list[str]) -> Iterable[WireMark]:
    for line in lines:
        found = _COPYRIGHT.search(line) if len(line) <= _LONGEST_LINE else None
        if found and not _PICTURE.search(line):
            yield _mark(found, line)


def _mark(found: re.Match[str], line: str) -> WireMark:
    return WireMark(_NAMED[found["agency"]], line)
