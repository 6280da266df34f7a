"""What looks like a repeat: addresses, wording, marks of agencies, shared mistakes; and what does not."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.addresses import item_keys
from tracker.domain.dates import parse
from tracker.domain.own_words import own_words
from tracker.domain.quotation import unquoted
from tracker.domain.rare_errors import shared_errors
from tracker.domain.records import AssertionRec, CaseGraph, RelayRec, SourceLinkRec, SourceRec, StatementRec
from tracker.domain.repeat_items import Holdings, Item
from tracker.domain.repeats import Hint, effects, hints, unrecorded_agencies
from tracker.domain.scales import (
    Basis,
    Fidelity,
    RelayCertainty,
    RepeatSign,
    SourceKind,
    SourceLinkKind,
    Stance,
)
from tracker.domain.wire_marks import agency_named, wire_mark

REPORT = (
    "Fighters who had camped outside the embassy since Tuesday packed up their tents in the early afternoon and "
    "walked back across the river, leaving behind broken glass, charred gates and a smell of burnt rubber that "
    "hung over the whole district until the evening wind finally carried it away."
)
OTHER = (
    "By three o'clock the last of the protesters had gone. Municipal workers arrived with brooms while soldiers "
    "of the counter-terrorism service took up positions near the damaged reception building, and traffic on the "
    "airport road, closed for two days, slowly began to move again under a low grey sky."
)
SPEECH = (
    "“We have delivered our message and the world has heard it, and now that the government has promised to bring "
    "the law before parliament within the week we are going home to our families, our dead and our prayers, and "
    "nobody should believe that we have forgotten anything or forgiven anyone,” the spokesman said."
)


class Case:
    """Items of different sources that all assert AS1, unless told otherwise."""

    def __init__(self):
        self.items, self.texts, self.statements, self.sources = [], {}, {}, {}
        self.relays, self.links, self.answered, self.before = (), (), frozenset(), frozenset()

    def add(self, text=None, *, source=None, name=None, published=None, said=("AS1",), **more):
        number = len(self.items) + 1
        label, source = f"ST{number}", source or f"SRC{number}"
        stance, entry = more.pop("stance", Stance.ASSERTS), more.pop("is_entry", True)
        basis = more.pop("basis", Basis.OBSERVED)
        self.sources[source] = SourceRec(source, SourceKind.OUTLET, name or f"Paper {number}")
        conveys = dict.fromkeys(said, stance)
        self.statements[label] = StatementRec(label, source, basis, entry, conveys)
        place = {}
        if text is not None:
            self.texts[f"E{number}"] = text
            passage = more.pop("passage", text)
            start = text.index(passage)
            place = {"text": f"E{number}", "start": start, "end": start + len(passage)}
        date = parse(published) if published else None
        names = (name or f"Paper {number}",)
        own = {"document": f"D{number}", "names": names, "published": date} | place | more
        self.items.append(Item(label, **own))
        return label

    @property
    def graph(self):
        said = sorted({label for each in self.statements.values() for label in each.conveys})
        return CaseGraph(
            self.sources,
            {label: AssertionRec(label, f"Claim {label}") for label in said},
            self.statements,
            tuple(self.relays),
            tuple(self.links),
        )

    def held(self, items=None):
        return Holdings(items or self.items, self.texts, self.graph, self.answered, self.before)

    def found(self):
        return hints(self.held())

    def pairs(self):
        return [(hint.later, hint.earlier) for hint in self.found()]


@pytest.fixture
def case():
    return Case()


class TestAddresses:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("https://www.example.org/a/b?id=3&utm_source=x#top", "http://m.example.org:80/a/b/?id=3"),
            ("https://EXAMPLE.org/Caf%c3%a9", "https://example.org/Café"),
            ("https://example.org/a?b=2&a=1", "https://example.org/a?a=1&b=2&fbclid=Iw&ref=home"),
            ("https://web.archive.org/web/20200101120000if_/https://example.org/a", "https://example.org/a"),
            ("https://web.archive.org/web/2020/https:/example.org/a?id=1", "https://example.org/a?id=1"),
            ("https://archive.ph/2020.01.01-120000/https://example.org/a", "example.org/a"),
            (
                "https://www-example-org.cdn.ampproject.org/c/s/www.example.org/a/amp/",
                "https://example.org/a",
            ),
            ("https://www.google.com/amp/s/example.org/a.amp.html", "https://example.org/a.html"),
            (
                "https://webcache.googleusercontent.com/search?q=cache:AbCdEfGh12:https://example.org/a",
                "https://example.org/a",
            ),
            ("https://en.m.wikipedia.org/wiki/Baghdad", "https://en.wikipedia.org/wiki/Baghdad"),
            ("https://bücher.example/a", "https://xn--bcher-kva.example/a"),
            ("https://twitter.com/salim/status/1212?s=20", "https://nitter.net/salim/status/1212#m"),
            ("https://x.com/i/web/status/1212", "https://mobile.twitter.com/other/status/1212/photo/1"),
            ("https://t.me/s/channel/45", "t.me/Channel/45?single"),
            ("https://youtu.be/dQw4w9WgXcQ?t=3", "https://www.youtube.com/watch?list=1&v=dQw4w9WgXcQ"),
            ("https://youtube.com/shorts/dQw4w9WgXcQ", "https://www.youtube.com/embed/dQw4w9WgXcQ"),
            (
                "https://m.facebook.com/story.php?story_fbid=123456&id=4",
                "https://facebook.com/p/posts/123456",
            ),
            ("https://www.instagram.com/p/Babcde/?igshid=1", "https://instagram.com/somebody/p/Babcde"),
            ("https://www.tiktok.com/@a/video/123?is_from_webapp=1", "https://m.tiktok.com/v/123.html"),
        ],
    )
    def test_two_ways_to_write_one_address(self, one, other):
        assert item_keys(one) == item_keys(other) != ()

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("https://example.org/a?id=1", "https://example.org/a?id=2"),
            ("https://example.org/a", "https://example.com/a"),
            ("https://example.org/A", "https://example.org/a"),
            ("https://example.org/a%2Fb", "https://example.org/a/b"),
            ("https://example.org:8080/a", "https://example.org/a"),
            ("https://x.com/a/status/1", "https://x.com/a/status/2"),
            ("https://t.me/first/45", "https://t.me/second/45"),
            ("https://archive.ph/AbCdE", "https://archive.ph/EdCbA"),
        ],
    )
    def test_two_addresses(self, one, other):
        assert item_keys(one) != item_keys(other)

    @pytest.mark.parametrize(
        "address",
        [
            *(
                "https://example.org/",
                "https://www.example.org",
                "https://x.com/somebody",
                "https://t.me/channel",
            ),
            *(
                "https://youtube.com/@somebody",
                "http://[::1",
                "ftp://example.org/a",
                "a telephone call",
                "",
                None,
            ),
            *(
                "https://example.org/?utm_source=x",
                "https://web.archive.org/web/2020/",
                "http://e.org:99999/a",
            ),
        ],
    )
    def test_what_names_no_single_item_is_no_key(self, address):
        assert item_keys(address) == ()

    def test_an_archived_copy_is_the_same_as_the_page_by_either_address(self):
        both = item_keys("https://example.org/a", "https://web.archive.org/web/2020/https://example.org/a")
        assert [key.words for key in both] == ["the address https://example.org/a"]

    @given(st.text(max_size=200))
    def test_no_text_breaks_it(self, text):
        for address in (text, f"https://{text}", f"https://example.org/{text}"):
            assert len(item_keys(address)) <= 1

    def test_archives_within_archives_end(self):
        assert item_keys("https://web.archive.org/web/2020/" * 50 + "https://example.org/a") == ()


def own(text):
    return [text[start:end].strip() for start, end in unquoted(text)]


class TestOwnWords:
    @pytest.mark.parametrize(
        ("text", "left"),
        [
            ("He said “we left at noon” and went.", ["He said", "and went."]),
            ("He said “we “never” left” and went.", ["He said", "and went."]),
            ("Er sagte „wir gehen“ und ging.", ["Er sagte", "und ging."]),
            ("Hij zei „wij gaan” en ging.", ["Hij zei", "en ging."]),
            ("»Vi går«, sa hon.", [", sa hon."]),
            ("”Nej”, sa han.", [", sa han."]),
            ("»Ei», hän sanoi.", [", hän sanoi."]),
            ("Il dit « on part » et partit.", ["Il dit", "et partit."]),
            ("Il dit ‹ on part › et partit.", ["Il dit", "et partit."]),
            ("彼は「行く」と言った", ["彼は", "と言った"]),
            ("他说『走』了", ["他说", "了"]),
            ('He said "we left" and went.', ["He said", "and went."]),
            ('A 5" pipe and "yes" then.', ['A 5" pipe and', "then."]),
            ("It's the guards' house.", ["It's the guards' house."]),
            ("L’homme d’État partit.", ["L’homme d’État partit."]),
            ("He said ‘the guards’ men left’ and went.", ["He said", "and went."]),
            ("He said 'we left' and went.", ["He said", "and went."]),
            ("צה״ל אמר ״כן״ והלך", ["צה״ל אמר", "והלך"]),
            ('He said "we left and never\nOwn words.', ["He said", "Own words."]),
            ("He said “we left and never\nOwn words.", ["He said", "Own words."]),
            ("“One paragraph\n\n“another” own words", ["own words"]),
            ("“One paragraph\n“another” own words", ["own words"]),
            ("“One paragraph\ngoes on\n“another” own words", ["own words"]),
            ("He said, “one\nline and\nanother” own words", ["He said,", "own words"]),
            ("> quoted\n> more\nOwn words.", ["Own words."]),
            ("— Speech, as novels have it.\nOwn words.", ["Own words."]),
            ("He said ‘one’ and\nthe guards’ men left.", ["He said", "and\nthe guards’ men left."]),
            ("Own “" + "“x " * 30 + "” words\nOwn words.", ["Own", "Own words."]),
            ("Words before » and nothing more", ["Words before » and nothing more"]),
        ],
    )
    def test_what_is_left_without_quotation(self, text, left):
        assert [part for part in own(text) if part] == left

    def test_case_accents_punctuation_and_vowel_marks_do_not_count(self):
        one, other = "Le Café, où l’État: fermé", "le cafe ou l'etat ferme"
        assert list(own_words(one).runs) == list(own_words(other).runs) != []
        assert (
            list(own_words("كَتَبَ الوَلَدُ رِسالةً إلى أبيه").runs)
            == list(own_words("كتب الولد رسالة إلى أبيه").runs)
            != []
        )

    def test_runs_are_the_same_numbers_in_every_process(self):
        assert list(own_words("one two three four five").runs) == [432350019388912328]

    def test_a_text_without_spaces_is_read_by_characters(self):
        text = "民兵在周三下午离开了大使馆并返回了河对岸的营地"
        assert len(own_words(text).runs) == len(text) - 9

    def test_a_stretch_knows_where_its_runs_stand(self):
        text = "One two “three” four five six seven eight nine."
        found = own_words(text).stretch(0, len(text))
        assert text[found.begins[0] : found.ends[0]] == "four five six seven eight"
        assert found.shared_with(set(own_words("Five six seven eight nine!").runs)) == [(21, 46)]

    def test_runs_that_overlap_are_one_span_and_others_stand_apart(self):
        text = "one two three four five six; “quoted” and then seven eight nine ten eleven twelve"
        words = own_words(text)
        shared = set(own_words("one two three four five six seven").runs) | set(words.stretch(50, 81).runs)
        spans = [text[start:end] for start, end in words.stretch(0, len(text)).shared_with(shared)]
        assert spans == ["one two three four five six", "eight nine ten eleven twelve"]
        assert words.stretch(0, 27).shared_with(shared) == [(0, 27)]

    @given(st.text(alphabet="ab “”„«»‘’'\"\n>—「」.", max_size=300))
    def test_what_is_left_lies_in_the_text_in_order(self, text):
        spans = unquoted(text)
        edges = [edge for span in spans for edge in span]
        assert edges == sorted(edges)
        assert all(0 <= start < end <= len(text) for start, end in spans)


class TestSameText:
    def test_a_copy_that_was_cut_and_added_to_is_hinted_at_with_how_much_is_the_same(self, case):
        case.add(REPORT, published="2020-01-01")
        case.add(f"Our morning briefing. {REPORT[:220]}", published="2020-01-02", passage=REPORT[:60])
        (hint,) = case.found()
        assert (hint.later, hint.earlier, hint.order_known) == ("ST2", "ST1", True)
        assert hint.sign is RepeatSign.SAME_TEXT
        assert "five words" in hint.reason
        assert "stand in D" in hint.reason

    @pytest.mark.parametrize(("kept", "found"), [(44, 1), (43, 0)])
    def test_four_in_five_runs_must_be_the_same(self, case, kept, found):
        words = [f"word{number}" for number in range(54)]  # fifty runs
        case.add(" ".join(words))
        case.add(" ".join([*words[:kept], *(f"other{number}" for number in range(54 - kept))]))
        assert len(case.found()) == found

    def test_a_paragraph_lifted_into_a_long_round_up_is_found(self, case):
        case.add(REPORT, published="2020-01-01")
        longer = "\n\n".join([OTHER.replace("the", "a"), "Elsewhere nothing moved. " * 40, REPORT, OTHER])
        case.add(longer, published="2020-01-02", passage=REPORT)
        assert case.pairs() == [("ST2", "ST1")]

    def test_two_reports_in_their_own_words_are_not(self, case):
        case.add(REPORT)
        case.add(OTHER)
        assert case.found() == ()

    def test_quoting_somebody_at_length_is_not(self, case):
        case.add(f"{REPORT[:150]} {SPEECH}")
        case.add(f"{SPEECH} {OTHER[:150]}")
        assert case.found() == ()

    @pytest.mark.parametrize(
        "quotes", ["“{}”", "„{}“", "« {} »", '"{}"', "「{}」", "‘{}’", "»{}«", "> {}", "“{}"]
    )
    def test_in_no_kind_of_quotation_marks(self, case, quotes):
        speech = quotes.format(SPEECH.split("”", maxsplit=1)[0].strip("“"))
        case.add(f"{speech}\n{REPORT[:170]}")
        case.add(f"{OTHER[:170]}\n{speech}")
        assert case.found() == ()

    def test_little_text_says_nothing(self, case):
        for _ in range(2):
            case.add("The embassy is open again and the guards are back at the gate.")
        assert case.found() == ()

    def test_what_a_site_writes_around_every_post_says_nothing(self, case):
        site = f"\n{OTHER}\n"
        case.add(f"I saw them leave by the side gate with all their flags.{site}", passage="I saw them leave")
        case.add(f"Nobody is outside any more, my cousin works there.{site}", passage="Nobody is outside")
        assert case.found() == ()

    def test_chinese_is_compared_by_characters(self, case):
        text = "民兵在周三下午离开了大使馆并返回了河对岸的营地留下了破碎的玻璃和烧焦的大门"
        case.add(text, published="2020-01-01")
        case.add(f"快讯：{text}", published="2020-01-02")
        (hint,) = case.found()
        assert "ten characters" in hint.reason

    def test_a_statement_without_a_place_in_its_text_is_found_by_the_words_of_the_other(self, case):
        case.add(REPORT, start=None, end=None)
        case.add(REPORT)
        assert len(case.found()) == 1

    def test_ten_copies_make_nine_hints_all_of_the_first(self, case):
        for day in range(1, 11):
            case.add(f"{REPORT} Edition {day}.", published=f"2020-01-{day:02}", passage=REPORT)
        assert {earlier for _, earlier in case.pairs()} == {"ST1"}
        assert len(case.found()) == 9

    @given(st.integers(0, 40), st.integers(20, 60), st.randoms(use_true_random=False))
    def test_whichever_of_the_two_comes_first_the_same_pair_is_found(self, cut, kept, dice):
        words = REPORT.split()
        text = " ".join(words[:kept] if dice.random() < 0.5 else words[cut:])
        one, other = Case(), Case()
        for into, texts in ((one, (REPORT, text)), (other, (text, REPORT))):
            for each in texts:
                into.add(each)
        signs = [
            [(each.sign, each.words.split("%")[0]) for hint in c.found() for each in hint.evidence]
            for c in (one, other)
        ]
        assert signs[0] == signs[1]

    @given(
        st.lists(st.sampled_from(["alpha", "beta", "gamma", "delta", "epsilon"]), min_size=60, max_size=90)
    )
    def test_whatever_is_quoted_nobody_repeats_by_quoting_it(self, words):
        case, speech = Case(), " ".join(words)
        case.add(f"{REPORT[:150]} “{speech}” {REPORT[150:]}")
        case.add(f"{OTHER[:150]} “{speech}” {OTHER[150:]}")
        assert case.found() == ()


class TestOrder:
    def test_where_the_dates_do_not_tell_either_may_be_the_earlier(self, case):
        case.add(REPORT, published="2020-01-01")
        case.add(REPORT, published="2020-01")
        (hint,) = case.found()
        assert not hint.order_known

    def test_a_missing_date_does_not_tell(self, case):
        case.add(REPORT)
        case.add(REPORT, published="2020-01-01")
        (hint,) = case.found()
        assert (hint.later, hint.order_known) == ("ST1", False)

    def test_a_recorded_order_does(self, case):
        case.add(REPORT)
        case.add(REPORT, published="2020-01-01")
        case.before = frozenset({("ST1", "ST2")})
        (hint,) = case.found()
        assert (hint.later, hint.earlier, hint.order_known) == ("ST2", "ST1", True)

    @given(st.permutations(range(6)))
    def test_the_order_of_input_changes_nothing(self, order):
        case = Case()
        for day in (1, 1, 2):
            case.add(REPORT, published=f"2020-01-0{day}", addresses=("https://example.org/a",))
        case.add(f"BAGHDAD (Reuters) - {OTHER}")
        case.add("Said so.", name="Reuters")
        case.add(OTHER, published="2020-01-03")
        expected = case.found()
        shuffled = case.held([case.items[place] for place in order])
        assert hints(shuffled) == expected != ()


class TestNoHint:
    @pytest.fixture
    def copied(self, case):
        case.add(REPORT, published="2020-01-01", said=("AS1",))
        case.add(REPORT, published="2020-01-02", said=("AS1",))
        assert case.pairs() == [("ST2", "ST1")]
        return case

    @pytest.mark.parametrize("certainty", RelayCertainty)
    @pytest.mark.parametrize("fidelity", [Fidelity.FAITHFUL, Fidelity.ALTERED])
    def test_where_a_relay_joins_them(self, copied, certainty, fidelity):
        copied.relays = [RelayRec("ST2", "ST1", certainty, fidelity)]
        assert copied.found() == ()

    def test_where_a_chain_joins_them(self, copied):
        copied.add(is_entry=False, said=())
        copied.relays = [RelayRec("ST2", "ST3"), RelayRec("ST3", "ST1")]
        assert copied.found() == ()

    def test_where_both_repeat_the_same_item(self, copied):
        copied.add("Quite other words.")
        copied.relays = [RelayRec("ST2", "ST3"), RelayRec("ST1", "ST3")]
        assert copied.found() == ()

    def test_but_where_both_only_quote_somebody_who_is_not_held(self, copied):
        copied.add(is_entry=False, said=())
        copied.relays = [RelayRec("ST2", "ST3"), RelayRec("ST1", "ST3")]
        assert copied.pairs() == [("ST2", "ST1")]

    def test_of_one_source(self, case):
        for _ in range(2):
            case.add(REPORT, source="SRC1")
        assert case.found() == ()

    @pytest.mark.parametrize("kind", [SourceLinkKind.SAME_AS, SourceLinkKind.ACCOUNT_OF])
    def test_of_one_voice(self, copied, kind):
        copied.links = [SourceLinkRec("SRC1", "SRC2", kind)]
        assert copied.found() == ()

    def test_in_one_document(self, case):
        for _ in range(2):
            case.add(REPORT, document="D1")
        assert case.found() == ()

    def test_where_an_analyst_has_answered(self, copied):
        copied.answered = frozenset({frozenset({"ST1", "ST2"})})
        assert copied.found() == ()

    def test_where_they_do_not_say_the_same(self, case):
        case.add(REPORT, stance=Stance.DENIES)
        case.add(REPORT)
        case.add(REPORT, said=("AS2",))
        case.add(REPORT, basis=Basis.INFERRED)
        case.add(REPORT, is_entry=False)
        assert case.found() == ()

    def test_where_both_deny_the_same_there_is_one(self, case):
        for _ in range(2):
            case.add(REPORT, stance=Stance.DENIES)
        assert len(case.found()) == 1

    def test_by_an_address_alone_of_sources_established_as_different(self, case):
        for text in (REPORT, OTHER):
            case.add(text, addresses=("https://example.org/a",))
        assert [hint.sign for hint in case.found()] == [RepeatSign.SAME_ADDRESS]
        case.links = [SourceLinkRec("SRC1", "SRC2", SourceLinkKind.DIFFERENT_FROM)]
        assert case.found() == ()

    def test_but_a_copied_text_is_a_copy_whoever_they_are(self, copied):
        copied.links = [SourceLinkRec("SRC2", "SRC1", SourceLinkKind.DIFFERENT_FROM)]
        assert copied.pairs() == [("ST2", "ST1")]

    def test_of_what_is_not_held_as_text(self, case):
        case.add(None, addresses=("https://example.org/a",))
        case.add(OTHER, start=None, end=None)
        case.add(REPORT)
        assert case.found() == ()

    def test_by_an_address_of_one_source_twice(self, case):
        for text in (REPORT, OTHER):
            case.add(text, source="SRC1", addresses=("https://example.org/a",))
        assert case.found() == ()

    def test_for_an_empty_case(self, case):
        assert case.found() == ()
        assert unrecorded_agencies(case.held()) == ()


def test_one_pair_with_two_signs_is_one_hint_the_stronger_sign_first(case):
    for day in (1, 2):
        case.add(REPORT, published=f"2020-01-0{day}", addresses=("https://example.org/a",))
    (hint,) = case.found()
    assert [each.sign for each in hint.evidence] == [RepeatSign.SAME_ADDRESS, RepeatSign.SAME_TEXT]
    assert hint.reason.startswith("Both have the address https://example.org/a; 100% of the runs")


def test_hints_stand_in_the_order_of_their_assertions(case):
    for said in (("AS10",), ("AS10",), ("AS2",), ("AS2", "AS10")):
        case.add(REPORT, said=said)
    assert [hint.assertions for hint in case.found()] == [("AS2",), ("AS10",), ("AS10",)]


BODY = "The last fighters left the embassy on Wednesday, witnesses said.\nThe streets around it were quiet at night."


class TestWireMarks:
    @pytest.mark.parametrize(
        ("text", "agency"),
        [
            (f"BAGHDAD, Jan 1 (Reuters) - {BODY}", "Reuters"),
            (f"Embassy siege ends\nBAGHDAD (AP) — {BODY}", "AP"),
            ("Bagdad (dpa) - Die Kämpfer zogen ab.\nMehr folgt.", "dpa"),
            ("Bagdad (dpa/lby) - Die Kämpfer zogen ab.", "dpa"),
            (f"MOSCOW, January 1. /TASS/. {BODY}", "TASS"),
            ("МОСКВА, 1 янв — РИА Новости. Боевики ушли.", "RIA Novosti"),
            ("КИЕВ. 1 января (Интерфакс-Украина) - Боевики ушли.", "Interfax-Ukraine"),
            ("新华社巴格达1月1日电 民兵离开了大使馆。", "Xinhua"),
            ("بغداد (رويترز) - غادر المقاتلون السفارة.", "Reuters"),
            (f"{BODY}\n– AFP", "AFP"),
            (f"{BODY} – AFP", "AFP"),
            (f"{BODY} (Anadolu)", "Anadolu"),
            (f"{BODY}\nSource: Reuters", "Reuters"),
            (f"{BODY}\n© 2020 AFP", "AFP"),
            (f"{BODY}\n© 2020 The Associated Press. All rights reserved.", "AP"),
            (f"Siege ends\nBy Reuters Staff\n{BODY}", "Reuters"),
            (f"Siege ends\nBy QASSIM A., Associated Press\n{BODY}", "AP"),
        ],
    )
    def test_what_is_a_mark(self, text, agency):
        mark = wire_mark(text)
        assert mark is not None
        assert mark.agency == agency
        assert mark.line.strip("…") in text

    @pytest.mark.parametrize(
        "text",
        [
            f"{BODY} That is according to Reuters.",
            f"{BODY}\nReuters reported it first.",
            f"A guard told Reuters that they had left (AFP was not there).\n{BODY}",
            f"{BODY}\nPhoto: © Reuters",
            f"File photo (Reuters) - smoke over the embassy\n{BODY}",
            f"The spa was closed.\n{BODY}\nA spa",
            f"{BODY}\n– AFP\n© Reuters",
            "",
        ],
    )
    def test_what_is_none(self, text):
        assert wire_mark(text) is None

    @pytest.mark.parametrize(
        "byline",
        [
            "By Jane Doe in Baghdad",
            "By Petra Meier",
            "Von Erika Muster",
            "From our correspondent in Baghdad",
            "От нашего корреспондента",
            "De notre correspondante à Bagdad",
        ],
    )
    def test_a_papers_own_correspondent_beside_a_mark_is_no_copy(self, byline):
        assert wire_mark(f"Siege ends\n{byline}\n{BODY}\n– AFP") is None

    def test_an_author_recorded_as_a_person_must_be_the_agencys_by_the_byline(self):
        text = f"BAGHDAD (AP) — {BODY}"
        assert wire_mark(text, by_a_person=True) is None
        assert wire_mark(f"By Qassim A., Associated Press\n{text}", by_a_person=True)

    @pytest.mark.parametrize(
        ("name", "agency"),
        [
            ("Agence France-Presse (AFP)", "AFP"),
            ("reuters", "Reuters"),
            ("The Associated Press", "AP"),
            ("Reuters Foundation", None),
            ("Spa", None),
            ("", None),
        ],
    )
    def test_which_agency_a_source_is(self, name, agency):
        assert agency_named(name) == agency

    def test_the_agencys_own_statement_is_what_it_repeats(self, case):
        case.add("Fighters left, says the agency.", name="Reuters")
        case.add(f"BAGHDAD (Reuters) - {BODY}", name="The Daily Star")
        (hint,) = case.found()
        assert (hint.later, hint.earlier, hint.sign) == ("ST2", "ST1", RepeatSign.WIRE_MARK)
        assert "marked with the agency Reuters (“BAGHDAD (Reuters) -”)" in hint.reason

    def test_so_is_one_known_only_through_somebody_else(self, case):
        case.add(name="Reuters", is_entry=False)
        case.add(f"BAGHDAD (Reuters) - {BODY}", name="The Daily Star")
        assert case.pairs() == [("ST2", "ST1")]

    def test_what_the_agency_said_later_it_does_not_repeat(self, case):
        case.add("Fighters left.", name="Reuters", published="2020-01-03")
        case.add(f"BAGHDAD (Reuters) - {BODY}", published="2020-01-01")
        assert case.found() == ()

    def test_the_agency_does_not_repeat_itself(self, case):
        case.add(f"BAGHDAD (Reuters) - {BODY}", name="Reuters")
        assert unrecorded_agencies(case.held()) == ()

    def test_an_agency_that_is_not_recorded_is_named(self, case):
        label = case.add(f"BAGHDAD (Reuters) - {BODY}", name="The Daily Star")
        (missing,) = unrecorded_agencies(case.held())
        assert (missing.item, missing.agency, missing.assertions) == (label, "Reuters", ("AS1",))

    def test_and_no_longer_once_the_chain_goes_back_to_it(self, case):
        case.add(f"BAGHDAD (Reuters) - {BODY}", name="The Daily Star")
        case.add(name="Reuters", is_entry=False, said=())
        case.relays = [RelayRec("ST1", "ST2")]
        assert unrecorded_agencies(case.held()) == ()


class TestSharedErrors:
    RIGHT = (
        "General Soleimani was killed.",
        "The strike hit Soleimani at night.",
        "They mourn Soleimani today.",
    )

    def errors(self, *texts, about=None):
        named = dict(zip("abcdefgh", texts, strict=False))
        return shared_errors(named, [set(about or named)])

    def test_a_name_that_only_two_write_so_where_three_agree(self):
        found = self.errors("They say Sulemani is dead.", "Sulemani was hit, it says.", *self.RIGHT)
        assert list(found) == [frozenset("ab")]
        error = found[frozenset("ab")]
        assert (error.written, error.usual, error.others) == ("Sulemani", "Soleimani", 3)

    def test_a_number_with_two_digits_exchanged(self):
        right = ["There were 1,432 of them."] * 3
        found = self.errors("He counted 1,342 men.", "It was 1 342 in all.", *right)
        assert list(found) == [frozenset("ab")]

    @pytest.mark.parametrize(
        ("wrong", "right"),
        [
            ("Iranians", "Iranian"),  # a plural
            ("Mohamed", "Mohammed"),  # a house style
            ("Organisation", "Organization"),
            ("Defence", "Defense"),
            ("Багдаде", "Багдада"),  # a case
            ("Kiev", "Kyiv"),  # too short to be rare
            ("in 2019", "in 2020"),  # years
            ("432", "423"),
            ("1,432", "1,987"),
            ("1,432", "14,321"),
            ("sulemani", "Soleimani"),  # not written as a name
            ("Sanderson", "Simpson"),  # another name
        ],
    )
    def test_what_differs_for_other_reasons(self, wrong, right):
        assert self.errors(f"It is {wrong} here.", f"Now {wrong} there.", *[f"So {right} it is."] * 3) == {}

    def test_in_a_quotation_it_is_somebody_elses_mistake(self):
        assert self.errors("“Sulemani is dead”, he said.", "He said “Sulemani is dead”.", *self.RIGHT) == {}

    def test_nor_where_a_third_writes_it_too_or_too_few_agree(self):
        wrong = "They say Sulemani is dead."
        assert self.errors(wrong, wrong, wrong, *self.RIGHT) == {}
        assert self.errors(wrong, wrong, *self.RIGHT[:2]) == {}

    def test_nor_where_one_of_the_two_writes_it_right_as_well(self):
        assert self.errors("Sulemani, or Soleimani.", "Sulemani it is.", *self.RIGHT) == {}

    def test_nor_where_they_speak_of_different_things(self):
        texts = ("Sulemani is dead.", "Sulemani was hit.", *self.RIGHT)
        assert self.errors(*texts, about="acde") == {}

    def test_the_hint_says_what_they_write_and_what_the_others_write(self, case):
        for day, text in enumerate(
            ("They say Sulemani is dead.", "Sulemani was hit, it says.", *self.RIGHT), 1
        ):
            case.add(text, published=f"2020-01-0{day}")
        (hint,) = case.found()
        assert (hint.later, hint.earlier, hint.sign) == ("ST2", "ST1", RepeatSign.SHARED_ERROR)
        assert hint.reason == (
            "Both write “Sulemani”, which no other document here does, while three others write “Soleimani”."
        )

    def test_nobody_shares_a_mistake_with_himself(self, case):
        for text in ("They say Sulemani is dead.", "Sulemani was hit, it says."):
            case.add(text, source="SRC1")
        for text in self.RIGHT:
            case.add(text)
        assert case.found() == ()

    def test_a_text_in_another_language_is_no_measure(self, case):
        for text in ("Sulemani ist tot.", "Sulemani starb."):
            case.add(text, language="de")
        for text in self.RIGHT:
            case.add(text, language="en")
        assert case.found() == ()


class TestEffects:
    def test_what_accepting_does_to_the_lines_is_said_beforehand(self, case):
        for _ in range(2):
            case.add(REPORT)
        (effect,) = effects(case.graph, case.found()[0])
        assert effect.assertion == "AS1"
        assert effect.before == "two independent sources"
        assert effect.possible == "at least one, at most two independent sources"
        # Whoever saw it themselves still counts as such when they also repeat somebody.
        assert effect.explicit == "two independent sources"

    def test_an_item_told_by_others_becomes_one_line_with_what_it_repeats(self, case):
        case.add(REPORT)
        case.add(REPORT, basis=Basis.NOT_STATED)
        hint = Hint("ST2", "ST1", ("AS1",), (), order_known=True)
        (effect,) = effects(case.graph, hint)
        assert effect.explicit == "one independent source"


def test_a_thousand_documents_are_compared_without_comparing_all_with_all(case):
    dice = random.Random(7)
    words = [f"word{number}" for number in range(3000)]
    for number in range(300):
        case.add(" ".join(dice.choices(words, k=60)) + f" End {number}.")
    for _ in range(50):
        case.add(REPORT)
    assert len(case.found()) == 49
