"""The small words: what may stand inside a name, what ends one, what begins a clause."""

from __future__ import annotations

from tracker.domain.proposals.lexicon.word_sets import word_set

DETERMINERS = word_set("""
    the a an this that these those my your his her its our their some any no every each all both either
    neither many several few most more much another other such what which whose one two three four five six
    seven eight nine ten dozens hundreds thousands
""")
ARTICLES = word_set("""
    the a an this these those my your his her its our their some any no every each several another one
""")
SUBJECT_PRONOUNS = word_set("i he she it we they you there who")
PRONOUNS = SUBJECT_PRONOUNS | word_set("""
    someone somebody everyone everybody nobody anyone anybody others many some most all both those these
    this that one none several few neither which
""")
OBJECT_PRONOUNS = word_set("""
    me him her us them it you everyone people reporters himself herself themselves each
""")
RELATIVES = word_set("who which that whom whose")
QUESTION_WORDS = word_set("whether if how why what when where who which whom")
BE = word_set("be am is are was were been being 's 're 'm")
HAVE = word_set("have has had having 've")
DO = word_set("do does did")
MODALS = word_set("""
    will would can could may might must shall should 'll 'd ca wo sha ought
""")
AUXILIARIES = (BE | HAVE | DO | MODALS) - word_set("being having be been")
NOT = word_set("not n't never neither nor hardly")
PREPOSITIONS = word_set("""
    of in on at by for with from to about against into over under through during between among across near
    behind inside outside within without toward towards upon around beyond above below despite throughout
    amid like unlike regarding concerning including via per off up down along beside besides alongside atop
""")
INSIDE_NAMES = word_set("""
    of for in on at from with to against between among de la le van von der den del al bin and & / -
""")
"""Prepositions that may join what belongs to one name: “the secretary of state for Wales”."""
CONJUNCTIONS = word_set("and or but nor yet so")
SUBORDINATORS = word_set("""
    because although though while whereas unless until since after before as when whenever where if once
    than whether how why so lest
""")
INTRODUCERS = word_set("""
    but and so yet still then also meanwhile however later earlier now today yesterday instead moreover
    furthermore indeed nevertheless nonetheless besides thus therefore otherwise again eventually finally
    first second next afterward afterwards recently separately similarly additionally or plus even perhaps
    maybe only just
""")
ADVERBS = word_set("""
    also then later once never not n't even just still now recently already again too both all first long
    often always soon ever only almost nearly simply further instead yesterday today tonight thus therefore
    rather perhaps maybe earlier since much well quite very so indeed however meanwhile though himself
    herself itself themselves twice sometimes famously
""")
DAYS = word_set("""
    monday tuesday wednesday thursday friday saturday sunday today yesterday tonight tomorrow
""")
MONTHS = word_set("""
    january february march april may june july august september october november december jan. feb. aug.
    sept. oct. nov. dec. mar. apr. jun. jul.
""")
TIMES = (
    DAYS
    | MONTHS
    | word_set("""
    morning afternoon evening night week weekend month year hours days weeks months years late early last
    next this earlier later ago recently again then now also afterward afterwards shortly before after
    immediately o'clock a.m. p.m. minutes midnight noon
""")
)
SENTENCE_OPENERS = word_set("""
    the a an this that these those he she it they we i you his her its their our my in on at for from with
    by but and or so if when while as after before although though because since until there here what who
    how why where some many most all both few several other others another one no not now then still also
    even only just however meanwhile
""")
QUESTION_TAGS = word_set("""
    asked asks said says wrote writes added tweeted shouted yelled demanded wondered replied responded
    continued cried exclaimed quipped joked told inquired screamed chanted read reads posted declared
    thundered called
""")
"""What follows “…?” or “…!” when it tells who asked or cried."""
COLLECTIVES = word_set("""
    people police officials critics experts sources analysts aides lawmakers advisers voters supporters
    residents witnesses researchers scientists authorities opponents advocates leaders reporters children
    women men republicans democrats conservatives polls media
""")
