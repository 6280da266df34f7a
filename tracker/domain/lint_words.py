"""The words the lint of a report listens for: how sure, how strong, whose view, and whose work.

Prose is read by its words alone, so every list leans to silence: what might mean something else is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.domain.likelihood_words import likelihood_words

_LEVEL = r"(?:high|moderate|medium|low|limited|great|full|complete|strong|some|little)"
CONFIDENCE = re.compile(
    rf"\b{_LEVEL}(?:[- ]to[- ]{_LEVEL})?(?:(?:,| and) \w+)? confidence\b"
    rf"|\bconfidence\b(?: \w+){{0,6}} (?:is|remains|stays) (?:\w+ )?{_LEVEL}\b"
    r"|\b(?:we|I) (?:are|am|feel|remain) (?:\w+ )?confident\b",
    re.IGNORECASE,
)
"""A sentence that says how sound a basis is; a vote of confidence or something told in confidence is none."""

WITH_CONFIDENCE = re.compile(r",? ?\b(?:with|in) (?P<level>high|moderate|low) confidence\b,?", re.IGNORECASE)
"""How sure, as an aside that can be taken out of its sentence."""

OUTSIDE = re.compile(
    r"\b(?:possibly|maybe|presumably|conceivably|plausibly|(?:may|might|could) well"
    r"|perhaps(?! (?:no|none|one|two|three|four|five|six|seven|eight|nine|ten|twelve|\d))"
    r"|highly likely|highly unlikely|quite likely|quite unlikely|virtually certain|practically certain"
    r"|fairly certain|all but certain|(?:in all|every) (?:likelihood|probability|chance)|likely as not"
    r"|more likely than not|more probable than not|most probably"
    r"|an? (?:good|fair|real|strong|slim|small|high|low|decent|reasonable) (?:chance|possibility|probability)"
    r"|an? realistic (?:chance|possibility)|chances are|odds are|an even chance)\b",
    re.IGNORECASE,
)
IN_ICD_203 = {
    "highly likely": "very likely",
    "highly unlikely": "very unlikely",
    "quite likely": "likely",
    "quite unlikely": "unlikely",
    "virtually certain": "almost certain",
    "practically certain": "almost certain",
    "all but certain": "almost certain",
    "an even chance": "a roughly even chance",
}
"""Those that mean one band of ICD 203, with the word for it; the others somebody has to decide."""

_HEDGED = re.compile(
    r"\b(?:might|could|would|should|appears?|appeared|seems?|seemed|suggests?|suggested|indicates?|indicated"
    r"|apparently|seemingly|reportedly|allegedly|purported(?:ly)?|supposed(?:ly)?|ostensibly|arguably"
    r"|possible|possibility|potential(?:ly)?|unclear|uncertain|unconfirmed|unverified|unproven|disputed"
    r"|doubtful|doubts?|if|whether|points? to|consistent with|chance|odds|likelihood|probability"
    r"|we (?:\w+ )?(?:judge|assess|estimate|believe|think|conclude|infer|expect|suspect|assume|consider)"
    r"|(?:judge|assess|estimat|believ|think|conclud|infer)ing|judged"
    r"|our (?:\w+ )?(?:judge?ment|assessment|view|estimate|conclusion|inference|hypothesis)"
    r"|conclusion|inference|opinion|forecast|hypothesis|assumption|guess|speculation|interpretation"
    r"|no evidence|not (?:\w+ )?(?:established|confirmed|known|verified|proven|clear|certain|shown)"
    r"|cannot be|nobody knows)\b",
    re.IGNORECASE,
)
_MAY = re.compile(r"\b(?:may)\b")  # the month has a capital

_ATTRIBUTED = re.compile(
    r"\b(?:says?|said|saying|tells?|told|telling|writes|wrote|written by|states that|stated|stating"
    r"|reports? that|reported|reporting|according to|argues?|argued|arguing|asserts?|asserted|denies|denied"
    r"|deny|denying|announces?|announced|announcing|believes?|believed|thinks?|thought|holds? that|held that"
    r"|expects?|expected|predicts?|predicted|predicting|forecasts?|forecasted|forecasting|warns?|warned"
    r"|warning|concludes?|concluded|concluding|infers?|inferred|suspects?|suspected|assumes?|assumed"
    r"|claims?|claimed|claiming|in (?:\S+ ){1,4}(?:view|opinion|eyes|account|words)|testif(?:y|ies|ied)"
    r"|recalls?|recalled|insists?|insisted|maintains?|maintained|promises?|promised|plans? to|planned to"
    r"|intends?|intended|vows?|vowed|threatens?|threatened|estimates?|estimated|reckons?|reckoned|alleges?"
    r"|alleged|accuses?|accused|attributes?|attributed|speculates?|speculated|hopes?|fears?|feared|quotes?"
    r"|quoted|describes?|described|explains?|explained|admits?|admitted|sees? (?:\w+ )?as|calls? it"
    r"|called|answers?|answered|repeats?|repeated|relays?|relayed|mentions?|mentioned|notes? that|noted"
    r"|adds? that|added that|confirms? to|declares?|declared|publishe[sd]|posted|tweeted|account of"
    r"|version of|by \w+ own account)\b",
    re.IGNORECASE,
)

_STRONG = re.compile(
    r"\b(?:(?:is|are|was|were|been|being|stands) (?:\w+ly |now |also |thus |therefore )?"
    r"(?:confirmed|proven|proved)(?! (?:as|in office|by|to|on|at|dead)\b)"
    r"|(?:confirmed|proven|proved) by (?:\w+ ){0,2}(?:sources|others|witnesses)"
    r"|(?:is|was|been|have|has) (?:\w+ly |now |thus )?established(?= that\b|[.,;:]|$)"
    r"|(?:this|that|it|which|evidence|picture|photograph|video|recording|record)s?"
    r" (?:also |thus )?(?:confirms?|proves?)"
    r"|proves? that|proving that|proof that"
    r"|undoubtedly|indisputabl[ye]|irrefutabl[ye]|unquestionabl[ye]|incontrovertibl[ye]|conclusively"
    r"|definitely|(?<!almost )(?<!nearly )(?<!virtually )certainly"
    r"|without (?:an?y? |the slightest )?doubt|beyond (?:an?y? |all |every )?doubt|no doubt (?!about|on)"
    r"|there (?:is|can be) no (?:doubt|question) that|it is (?:a fact|certain|clear) that|we know that)\b",
    re.IGNORECASE,
)
_NOT_SO = re.compile(
    r"\b(?:not|never|cannot|nobody|nothing|none|neither|nor|without|yet to|remains? to|whether|if|until"
    r"|unless"
    r"|once|when|would|should|might|could|may|can|must|far from|hardly|less than|before"
    r"|want(?:s|ed)? to"
    r"|n['’]t)\b(?:\W+\w+){0,5}\W*$"
    r"|n['’]t(?:\W+\w+){0,5}\W*$",
    re.IGNORECASE,
)
DROPPED = re.compile(
    r",? ?\b(?:undoubtedly|indisputably|irrefutably|unquestionably|incontrovertibly|conclusively|definitely"
    r"|certainly|without (?:any )?doubt|no doubt)\b,?"
    r"|^It is (?:\w+ly )?(?:confirmed|established|proven|certain) that",
    re.IGNORECASE,
)
"""Strong words that a sentence does without."""

_FUTURE = re.compile(
    r"(?<!\bthe )(?<!\ba )(?<!\bhis )(?<!\bher )(?<!\btheir )(?<!\bat )(?<!\bfree )"
    r"(?<!\bgood )(?<!\bill )"
    r"(?<!\bpolitical )(?<!\blast )(?<!\bof )(?<!\bown )"
    r"\b(?:will|won['’]t|shall) (?:not |also |soon |then |never |again |only |all |both |now )*[a-z]+"
    r"|\b(?:is|are) (?:not )?going to [a-z]+|\b(?:is|are) about to [a-z]+",
    re.IGNORECASE,
)
_NO_FORECAST = re.compile(
    r"^(?:we|our|I|this report|the report|readers?|the reader|version)\b|\b(?:unless|provided|in case)\b",
    re.IGNORECASE,
)

_DEEDS = (
    r"looked|searched|asked|read|checked|compared|found|tried|requested|contacted|followed|counted|recorded"
    r"|translated|wrote|called|took|used|use|treat|list|mean|cite|set|leave|left|return|come|turn|describe|show"
    r"|give|hold|have|had|did|do|could|cannot|were|are|was|know|did not|spoke|visited|measured|matched|traced"
    r"|kept|keep|saw|viewed|listened|met|heard nothing|thank|consulted|reviewed|examined|verified|received"
    r"|got"
)
_OUR_WORK = re.compile(
    rf"^(?:(?:To|In|For|From|On|At|Of|Among|Besides|After|Before|Where|When|As)\b[^,]*, )?"
    rf"(?:We|I|Nobody of us|None of us)\b "
    r"(?:also |then |first |therefore |only |still |again |both |neither )?"
    rf"(?:{_DEEDS})\b"
    r"|^(?:We|I) (?:judge|assess|consider|call|hold|find) (?:this|it)\b(?! \w+ (?:that|who))"
    r"|^We judge that there (?:is|are) (?:a )?"
    r"(?:almost no chance|roughly even (?:chance|odds)) of (?:this|it)\b"
    r"|^(?:Our )?confidence\b"
    r"|^(?:No|None|Nothing|Nobody)\b.*\b(?:found|held|contacted|available|answered|asked|known|looked)\b"
    r"|\b(?:is|are|was|were) not (?:held|available|known|yet known|ours)\b"
    r"|^(?:It|This|That) (?:is|remains|was) (?:\w+ )?(?:not|un)\s?(?:known|established|clear|settled)\b"
    r"|^(?:Who|What|When|Where|Whether|How|Why|Which)\b.*\b(?:not known|unknown|unclear|open|not settled)\b"
    r"|^(?:This|The|Each|Every|Our|Both|All|These|Its)\s+(?:\w+ )?"
    r"(?:report|sections?|chapter|findings?|tables?"
    r"|timeline|matrix|figures?|chronology|exhibits?|notes?|case|method|paragraphs?|grades?|summary|question"
    r"|questions|following)\b"
    r"|^(?:See|Compare|Finding|Section|Figure|Table|Exhibit)\b|\b(?:see above|see below|as above)\b",
    re.IGNORECASE,
)

TAKEN_BACK = re.compile(
    r"\b(?:retract\w*|withdr[ae]w\w*|t(?:ake|akes|ook|aken) (?:\w+ )?back|correct(?:ed|ion|s)|delet\w+"
    r"|recant\w*|no longer (?:says|holds|claims)|since denied)\b",
    re.IGNORECASE,
)
"""A sentence that itself says that somebody took something back."""

_FOUND_FIRST = re.compile(
    r"^(?:the|an?|they|he|she|it|this|that|these|those|there|some|most|all|no|nobody|both"
    r"|two|three|four|many|in|on|at|by|after|before|its|his|her|their)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """Words at [start, end) of a text."""

    start: int
    end: int
    words: str


def strong_words(text: str) -> Iterator[Found]:
    """Words that say something is beyond doubt, unless they are denied or only thought of."""
    for found in _STRONG.finditer(text):
        if not _NOT_SO.search(text[: found.start()]):
            yield Found(found.start(), found.end(), found[0].strip())


def is_hedged(text: str) -> bool:
    """Whether a sentence says by itself that it is a judgement or not certain."""
    return bool(_HEDGED.search(text) or _MAY.search(text) or OUTSIDE.search(text)) or any(
        likelihood_words(text)
    )


def is_attributed(text: str) -> bool:
    """Whether a sentence says whose words or view it gives."""
    return bool(_ATTRIBUTED.search(text))


def is_forecast(text: str) -> bool:
    """Whether a sentence says what will be, and not under which condition."""
    return bool(_FUTURE.search(text)) and not _NO_FORECAST.search(text)


def is_our_work(text: str) -> bool:
    """Whether a sentence is about what we did, have or do not know, or about the report: it cites nobody."""
    return bool(_OUR_WORK.search(text))


def within(text: str) -> str:
    """A sentence as it stands inside another: a small first letter, unless it begins with a name."""
    return text[:1].lower() + text[1:] if _FOUND_FIRST.match(text) else text
