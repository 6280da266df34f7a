"""Every word with a fixed meaning: the scales analysts grade with and the kinds records have.

The single home of these words: forms take their choices from here, pages and reports their labels.
Wordings of the Admiralty code follow FM 2-22.3 (appendix B), likelihood terms ICD 203 (2015, D.6.e),
confidence JP 2-0, TLP FIRST's TLP 2.0. Stored values are the enum values and never change.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """A stored value with the label shown for it and a sentence that says what it means."""

    label: str
    definition: str

    def __new__(cls, value: str, label: str = "", definition: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label or value
        member.definition = definition
        return member


class Reliability(Term):
    """How reliable a source is for a topic, given the access it has there (Admiralty code, letter)."""

    A = (
        "A",
        "Completely reliable",
        "No doubt of authenticity, trustworthiness or competency; a history of complete reliability.",
    )
    B = (
        "B",
        "Usually reliable",
        "Minor doubt about authenticity, trustworthiness or competency; valid information most of the time.",
    )
    C = (
        "C",
        "Fairly reliable",
        "Doubt of authenticity, trustworthiness or competency, but valid information in the past.",
    )
    D = (
        "D",
        "Not usually reliable",
        "Significant doubt about authenticity, trustworthiness or competency, but right in the past.",
    )
    E = (
        "E",
        "Unreliable",
        "Lacking in authenticity, trustworthiness and competency; a history of invalid information.",
    )
    F = (
        "F",
        "Reliability cannot be judged",
        "No basis exists for evaluating the source. Not the middle of the scale: not judged.",
    )


class Credibility(Term):
    """How credible one piece of information is, whoever says it (Admiralty code, digit)."""

    CONFIRMED = (
        "1",
        "Confirmed by other sources",
        "Confirmed by other independent sources; logical in itself; consistent with other information.",
    )
    PROBABLY_TRUE = (
        "2",
        "Probably true",
        "Not confirmed; logical in itself; consistent with other information on the subject.",
    )
    POSSIBLY_TRUE = (
        "3",
        "Possibly true",
        "Not confirmed; reasonably logical in itself; agrees with some other information on the subject.",
    )
    DOUBTFUL = (
        "4",
        "Doubtful",
        "Not confirmed; possible but not logical; no other information on the subject.",
    )
    IMPROBABLE = (
        "5",
        "Improbable",
        "Not confirmed; not logical in itself; contradicted by other information on the subject.",
    )
    CANNOT_BE_JUDGED = (
        "6",
        "Truth cannot be judged",
        "No basis exists for evaluating the information. Not the middle of the scale: not judged.",
    )


class Likelihood(Term):
    """How likely a finding is (ICD 203 D.6.e.(2)(a)); the label carries the band in per cent."""

    ALMOST_NO_CHANCE = ("almost no chance", "almost no chance", "1 to 5%; also: remote.")
    VERY_UNLIKELY = ("very unlikely", "very unlikely", "5 to 20%; also: highly improbable.")
    UNLIKELY = ("unlikely", "unlikely", "20 to 45%; also: improbable.")
    ROUGHLY_EVEN = ("roughly even chance", "roughly even chance", "45 to 55%; also: roughly even odds.")
    LIKELY = ("likely", "likely", "55 to 80%; also: probable.")
    VERY_LIKELY = ("very likely", "very likely", "80 to 95%; also: highly probable.")
    ALMOST_CERTAIN = ("almost certain", "almost certain", "95 to 99%; also: nearly certain.")


class LikelihoodRow(Term):
    """Which of the two words for each band of ICD 203 a case uses: never both in one product."""

    TERM = ("term", "likely, unlikely …", "Almost no chance, very unlikely, unlikely, roughly even chance …")
    EQUIVALENT = (
        "equivalent",
        "probable, improbable …",
        "Remote, highly improbable, improbable, roughly even odds …",
    )


class Confidence(Term):
    """How sound the basis of a finding is; always said in a sentence of its own."""

    LOW = (
        "low",
        "low confidence",
        "Uncorroborated information from good or marginal sources; many assumptions; glaring gaps.",
    )
    MODERATE = (
        "moderate",
        "moderate confidence",
        "Partially corroborated information from good sources; several assumptions; few gaps.",
    )
    HIGH = (
        "high",
        "high confidence",
        "Well-corroborated information from proven sources; minimal assumptions; minor gaps or none.",
    )


class Paper(Term):
    """The size of a report's page."""

    A4 = ("a4", "A4", "210 × 297 mm.")
    LETTER = ("letter", "Letter", "8.5 × 11 inches.")


class Language(Term):
    """Which English a report is in, as a BCP 47 tag: what readers of the screen and citation styles go by."""

    ENGLISH = ("en", "English", "No country's in particular.")
    BRITISH = (
        "en-GB",
        "English (United Kingdom)",
        "For programs that speak, check the spelling or set references.",
    )
    AMERICAN = (
        "en-US",
        "English (United States)",
        "For programs that speak, check the spelling or set references.",
    )


class AssetKind(Term):
    """A file of the customer's that the reports of a case are made with."""

    WORD_TEMPLATE = (
        "word template",
        "Word template",
        "A .docx or .dotx whose styles and page edges are used.",
    )
    CITATION_STYLE = ("citation style", "Citation style", "A .csl file (Citation Style Language 1.0).")


class NoticeKind(Term):
    """What is said beside a published version; the version itself never changes."""

    SUPERSEDED = ("superseded", "Superseded", "Do not use it any longer.")
    CORRECTION = ("correction", "Correction", "It stands, but for what the notice says.")


class Tlp(Term):
    """Traffic Light Protocol 2.0 (FIRST, 2022), from the most open to the most closed."""

    CLEAR = ("TLP:CLEAR", "TLP:CLEAR", "No limit on disclosure.")
    GREEN = ("TLP:GREEN", "TLP:GREEN", "The community, not through publicly accessible channels.")
    AMBER = (
        "TLP:AMBER",
        "TLP:AMBER",
        "The recipient's organisation and its clients, on a need-to-know basis.",
    )
    AMBER_STRICT = (
        "TLP:AMBER+STRICT",
        "TLP:AMBER+STRICT",
        "The recipient's organisation only, on a need-to-know basis.",
    )
    RED = ("TLP:RED", "TLP:RED", "The individual recipients only; no further disclosure.")

    @classmethod
    def strictest(cls, markings: list[Tlp]) -> Tlp:
        """The marking a compilation inherits from its parts (CLEAR when there are none)."""
        order = list(cls)
        return max(markings, key=order.index, default=cls.CLEAR)


class Profile(Term):
    """Who reads the case's products, and so what a page and a report show."""

    NEWSROOM = ("newsroom", "Newsroom", "Plain words; letters and digits only where wanted.")
    COURT = ("court", "Court", "Chronology, exhibits and a standard of proof; no ratings in the report.")
    INTELLIGENCE = ("intelligence", "Intelligence", "Admiralty code, ICD 203 terms, ICD 206 sourcing.")

    @property
    def wants_codes(self) -> bool:
        """Whether a new case with these readers shows grades with their letters and digits."""
        return self is Profile.INTELLIGENCE


class SourceKind(Term):
    """Who can be reliable. A web page is a document, not a source; an account is not the person."""

    PERSON = ("person", "Person")
    ACCOUNT = ("account", "Account")
    OUTLET = ("outlet", "Outlet")
    ORGANISATION = ("organisation", "Organisation")
    ARMED_GROUP = ("armed group", "Armed group")
    GOVERNMENT = ("government", "Government body")
    SENSOR = ("sensor", "Sensor")
    UNNAMED = ("unnamed", "Unnamed, described", "Named by nobody, but described: “officials”, “a guard”.")
    UNKNOWN = (
        "unknown",
        "Unknown",
        "Nothing is said about who it is: a gap that is recorded, never skipped.",
    )

    @property
    def is_gap(self) -> bool:
        """Whether this kind stands for a voice nobody has identified."""
        return self in (SourceKind.UNNAMED, SourceKind.UNKNOWN)


class DocumentKind(Term):
    POST = ("post", "Post")
    ARTICLE = ("article", "Article")
    VIDEO = ("video", "Video")
    AUDIO = ("audio", "Sound recording")
    PHOTOGRAPH = ("photograph", "Photograph")
    TRANSCRIPT = ("transcript", "Transcript")
    NOTES = ("interview notes", "Interview notes")
    RECORD = ("official record", "Official record")
    LEAK = ("leaked paper", "Leaked paper")
    MESSAGE = ("message", "Message")
    OTHER = ("other", "Other")


class AuthorCertainty(Term):
    CERTAIN = ("certain", "Certain")
    PURPORTED = ("purported", "Purported", "Said to be the author; the claim itself stands on the path.")
    DISPUTED = ("disputed", "Disputed")


class Basis(Term):
    """How the source of a statement knows what it says."""

    OBSERVED = ("observed", "Saw or heard it", "Was there and perceived it.")
    PARTICIPANT = ("participant", "Took part in it", "Did it, decided it or was in it.")
    DOCUMENT = ("document", "Read it in a document they hold", "Has the paper, not somebody's word for it.")
    SENSOR = ("sensor", "Measured or recorded it", "A camera, satellite or instrument.")
    TOLD = ("told", "Was told", "Somebody else said so.")
    NOT_STATED = ("not stated", "Not stated", "Presented as fact; how they know is not said.")
    INFERRED = ("inferred", "Inferred it", "A conclusion; say what it rests on.")
    FORECAST = ("forecast", "Forecasts it", "About the future; give the date by which it can be judged.")
    OPINION = ("opinion", "Holds an opinion")
    QUESTION = ("question", "Asks")

    @property
    def can_be_origin(self) -> bool:
        """Whether a chain may end here with a known origin."""
        return self in (Basis.OBSERVED, Basis.PARTICIPANT, Basis.DOCUMENT, Basis.SENSOR)

    @property
    def is_factual(self) -> bool:
        """Whether such a statement can support an assertion at all."""
        return self.can_be_origin or self in (Basis.TOLD, Basis.NOT_STATED)


class Stance(Term):
    ASSERTS = ("asserts", "asserts")
    DENIES = ("denies", "denies")
    DOUBTS = ("doubts", "doubts")


class RelayForm(Term):
    """How a statement repeats the earlier one."""

    QUOTES = ("quotes", "quotes")
    PARAPHRASES = ("paraphrases", "paraphrases")
    CITES = ("cites", "cites")
    REPUBLISHES = ("republishes", "republishes")
    TRANSLATES = ("translates", "translates")
    SUMMARISES = ("summarises", "summarises")


class RelayCertainty(Term):
    EXPLICIT = ("explicit", "Explicit", "The text says whom it repeats.")
    POSSIBLE = ("possible", "Only possible", "Suspected, not shown: it can only add dependence.")


class Fidelity(Term):
    VERBATIM = ("verbatim", "Verbatim")
    FAITHFUL = ("faithful", "Faithful")
    ALTERED = ("altered", "Altered", "The earlier statement does not say this: the relay carries nothing.")
    UNCLEAR = ("unclear", "Unclear")


class StatementLinkKind(Term):
    CORROBORATES = ("corroborates", "corroborates")
    CONTRADICTS = ("contradicts", "contradicts")
    UPDATES = ("updates", "updates")
    BEFORE = ("before", "was said before", "A relative order where times are missing.")
    RETRACTS = ("retracts", "retracts", "A source takes back its own words.")


class AssertionLinkKind(Term):
    INCOMPATIBLE = ("incompatible", "cannot be true at the same time as")
    BROADER = ("broader", "is broader than")
    EQUIVALENT = ("equivalent", "says the same as")


class Outcome(Term):
    """How an assertion turned out, once that could be established."""

    TRUE = ("true", "True", "It was so.")
    FALSE = ("false", "False", "It was not so.")
    PARTLY = ("partly", "Partly true", "Some of it was so: counts neither for nor against its sources.")
    UNRESOLVABLE = ("unresolvable", "Cannot be resolved", "Looked into, and it cannot be established.")


class RepeatSign(Term):
    """What makes one statement look like a repeat of another."""

    SAME_ADDRESS = ("same address", "Same address", "Both documents have the same address or post id.")
    SAME_TEXT = ("same text", "Same wording", "Nearly the same words outside quotation marks.")
    WIRE_MARK = ("wire mark", "Wire mark", "The later one names the agency it took the text from.")
    SHARED_ERROR = ("shared error", "Shared rare error", "Both make the same rare mistake.")


class SourceLinkKind(Term):
    """Links between sources; which of them join dependence groups is `domain.groups`' business."""

    SAME_AS = ("same as", "is the same as")
    POSSIBLY_SAME_AS = ("possibly same as", "is possibly the same as")
    DIFFERENT_FROM = ("different from", "is different from", "Established as different; say why.")
    ACCOUNT_OF = ("account of", "is an account of")
    COORDINATED_WITH = ("coordinated with", "is coordinated with")
    OWNED_BY = ("owned by", "is owned by")
    EMPLOYED_BY = ("employed by", "is employed by")
    MEMBER_OF = ("member of", "is a member of")
    STATE_CONTROLLED_BY = ("state-controlled by", "is controlled by the state through")
    SYNDICATES_FROM = ("syndicates from", "syndicates from")


class CitationRole(Term):
    SUPPORTS = ("supports", "supports")
    CONFLICTS = ("conflicts", "conflicts with")
    BACKGROUND = ("background", "is background to")


class CaptureMethod(Term):
    PASTED = ("pasted", "pasted as text")
    UPLOADED = ("uploaded", "uploaded as a file")
    IMPORTED = ("imported", "imported from the command line")


class CaseRole(Term):
    """What a member may do in a case; each role may do what the ones before it may."""

    READER = ("reader", "Reader", "Reads the case and exports its reports.")
    ANALYST = ("analyst", "Analyst", "Records, grades and writes.")
    LEAD = ("lead", "Lead", "Also admits members, reads protected names and publishes.")


class GradeScale(Term):
    RELIABILITY = ("reliability", "Source reliability")
    CREDIBILITY = ("credibility", "Information credibility")
    LIKELIHOOD = ("likelihood", "Likelihood")
    CONFIDENCE = ("confidence", "Confidence")

    @property
    def values(self) -> type[Term]:
        return _VALUES[self]


_VALUES: dict[GradeScale, type[Term]] = {
    GradeScale.RELIABILITY: Reliability,
    GradeScale.CREDIBILITY: Credibility,
    GradeScale.LIKELIHOOD: Likelihood,
    GradeScale.CONFIDENCE: Confidence,
}
