"""Whom a name in a text means: surely one source, or nobody in particular."""

import pytest

from tracker.domain.proposals.matching import KnownSource, KnownSources, kind_of_new, name_of_new
from tracker.domain.scales import SourceKind

SALIM = KnownSource("SRC1", ("Mustafa Salim", "@mustafa_salimb"))
REUTERS = KnownSource("SRC2", ("Reuters", "Thomson Reuters"))
SECOND_SALIM = KnownSource("SRC3", ("Layla Salim",))


def matched(name, *known, handle=None):
    found = KnownSources(known).match(name, handle)
    return found and found.source.label


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Mustafa Salim", "SRC1"),
        ("mustafa  SALIM", "SRC1"),
        ("Mustafa Salim’s", "SRC1"),
        ("Mr. Mustafa Salim", "SRC1"),
        ("The Washington Post’s Baghdad Bureau’s Mustafa Salim", "SRC1"),
        ("Salim", "SRC1"),
        ("Thomson Reuters", "SRC2"),
        ("the Reuters", "SRC2"),
        ("Senator Salim", "SRC1"),
        ("the bureau chief, Mustafa Salim", "SRC1"),
        ("Omar Salim", None),
        ("Haddad", None),
        ("Mustafa", None),
        ("", None),
    ],
)
def test_a_name_means_the_source_that_bears_it(name, label):
    assert matched(name, SALIM, REUTERS) == label


def test_half_a_name_is_not_enough():
    assert matched("Omar Salim", KnownSource("SRC5", ("Mustafa Omar Salim",))) is None


def test_a_surname_two_sources_share_means_neither():
    assert matched("Salim", SALIM, SECOND_SALIM) is None
    assert matched("Layla Salim", SALIM, SECOND_SALIM) == "SRC3"


def test_a_handle_goes_before_a_name():
    assert matched("Another name", SALIM, handle="Mustafa_Salimb") == "SRC1"
    assert matched("Layla Salim", SALIM, SECOND_SALIM, handle="Mustafa_Salimb") == "SRC1"


def test_another_account_of_the_same_name_is_nobody_known():
    assert matched("Mustafa Salim", SALIM, handle="fake") is None
    assert matched("Layla Salim", SECOND_SALIM, handle="layla") == "SRC3"


@pytest.mark.parametrize(
    "words",
    ["a friend of Mustafa Salim", "Critics of Mustafa Salim", "Fox News", "Laura Bush", "the wife of Ali"],
)
def test_who_is_only_spoken_of_beside_somebody_is_not_that_one(words):
    known = (
        SALIM,
        KnownSource("SRC6", ("News",)),
        KnownSource("SRC7", ("Bush",)),
        KnownSource("SRC8", ("Ali",)),
    )
    assert matched(words, *known) is None


def test_two_sources_of_one_name_mean_neither():
    assert matched("Reuters", REUTERS, KnownSource("SRC9", ("Reuters",))) is None


def test_a_match_says_why():
    found = KnownSources([SALIM]).match("Salim")
    assert found.why == "SRC1 is the only source with this surname."
    assert found.source.as_typed == "SRC1 Mustafa Salim"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("The Washington Post’s Baghdad Bureau’s Mustafa Salim", "Mustafa Salim"),
        ("Russia’s Foreign Ministry", "Russia’s Foreign Ministry"),
        ("the interior minister, Omar Nasser", "Omar Nasser"),
        ("Miriam Stern, who lives beside the bridge", "Miriam Stern"),
        ("Mr. Nasser, a guard", "Mr. Nasser, a guard"),
        ("the ministry's spokesman", "the ministry's spokesman"),
        ("Salim’s brother Omar", "Salim’s brother Omar"),
        ("two\n  officials", "two officials"),
    ],
)
def test_a_new_source_is_named_by_its_own_name(words, name):
    assert name_of_new(words) == name


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Mustafa Salim", SourceKind.PERSON),
        ("The Post’s Mustafa Salim", SourceKind.PERSON),
        ("officials", SourceKind.UNNAMED),
        ("Officials", SourceKind.UNNAMED),
        ("Iraqi officials", SourceKind.UNNAMED),
        ("مصطفى سالم", SourceKind.PERSON),
        ("Ministry of Health", SourceKind.GOVERNMENT),
        ("officials in Baghdad", SourceKind.UNNAMED),
        ("two senior State Department officials", SourceKind.UNNAMED),
        ("all of the sheikhs I interviewed", SourceKind.UNNAMED),
        ("the Iranian theater leadership", SourceKind.UNNAMED),
        ("the Interior Ministry", SourceKind.GOVERNMENT),
        ("The Daily Gazette", SourceKind.OUTLET),
        ("World Health Organization", SourceKind.ORGANISATION),
    ],
)
def test_what_a_new_source_would_be(words, kind):
    assert kind_of_new(words) is kind
