"""The forms of the verbs in the lists, and of common verbs in none: to know where a clause has its verb."""

from __future__ import annotations

from tracker.domain.proposals.lexicon.word_sets import word_set

_IRREGULAR = {
    line.split()[0]: " ".join(line.split()[1:])
    for line in """
say says said said saying
tell tells told told telling
write writes wrote written writing
think thinks thought thought thinking
know knows knew known knowing
feel feels felt felt feeling
see sees saw seen seeing
hear hears heard heard hearing
find finds found found finding
show shows showed shown showing
read reads read read reading
speak speaks spoke spoken speaking
sing sings sang sung singing
swear swears swore sworn swearing
go goes went gone going
begin begins began begun beginning
shoot shoots shot shot shooting
put puts put put putting
lay lays laid laid laying
teach teaches taught taught teaching
bet bets bet bet betting
understand understands understood understood understanding
mean means meant meant meaning
seek seeks sought sought seeking
forecast forecasts forecast forecast forecasting
tweet tweets tweeted tweeted tweeting
retweet retweets retweeted retweeted retweeting
quip quips quipped quipped quipping
slam slams slammed slammed slamming
admit admits admitted admitted admitting
plan plans planned planned planning
dub dubs dubbed dubbed dubbing
rebut rebuts rebutted rebutted rebutting
brag brags bragged bragged bragging
refer refers referred referred referring
prefer prefers preferred preferred preferring
label labels labeled labeled labeling
beg begs begged begged begging
snap snaps snapped snapped snapping
posit posits posited posited positing
signal signals signaled signaled signaling
fret frets fretted fretted fretting
dread dreads dreaded dreaded dreading
plead pleads pleaded pleaded pleading
learn learns learned learned learning
dictate dictates dictated dictated dictating
""".strip().splitlines()
}
_COMMON_PAST = word_set("""
    went came took made gave got had became kept left held brought began ran sat stood lost won met led
    paid sent built grew fell rose drew broke spent cut hit let set put fought bought caught chose drove
    ate flew forgot forgave froze hung hid hurt knew laid lay lent lit rode rang sold shook shot shut
    slept spoke stole stuck struck swore taught threw woke wore arose beat bet bid bore bound bred cast
    dealt dug fed fled hurled sank sang slid split spread sprang swept swam swung tore wound withdrew
    understood undertook overcame saw did was were
""")
_COMMON = word_set("""
    appear accept achieve act affect aim allow apply arrive arrest attend avoid become begin belong
    break bring build buy carry catch cause change check choose close come consist contain control cost
    cover create cross cut deal depend develop die draw drive drop earn eat end enjoy enter exist face
    fail fall fight fill finish fly follow force form get give go grow handle happen hate help hit hold
    include increase introduce involve join jump keep kill lack last launch lead leave let lie like live
    look lose love make manage matter meet miss move need occur open pass pay pick play prepare prevent
    produce provide pull push put raise reach receive reduce rely remain remove represent require return
    rise run save seem sell send serve set share shoot shut sit sleep spend stand start stay stop
    struggle study succeed suffer survive take tend throw touch travel try turn use visit vote wait walk
    watch win work deserve want
""")


def forms(base: str) -> tuple[str, str, str, str]:
    """Third person, past, participle, -ing."""
    if base in _IRREGULAR:
        third, past, participle, ing = _IRREGULAR[base].split()
        return third, past, participle, ing
    if base.endswith("e"):
        stem = base[:-1]
        return f"{base}s", f"{base}d", f"{base}d", f"{stem}ing"
    if base.endswith("y") and base[-2] not in "aeiou":
        return f"{base[:-1]}ies", f"{base[:-1]}ied", f"{base[:-1]}ied", f"{base}ing"
    third = f"{base}es" if base.endswith(("s", "sh", "ch", "x", "z")) else f"{base}s"
    return third, f"{base}ed", f"{base}ed", f"{base}ing"


def finite_forms() -> frozenset[str]:
    """Words that are almost always the verb of a clause: past and third person forms of common verbs."""
    found = set(_COMMON_PAST)
    for base in _COMMON:
        third, past, *_ = forms(base)
        found |= {third, past}
    return frozenset(
        found
        - {
            "left",
            "works",
            "plays",
            "uses",
            "needs",
            "studies",
            "looks",
            "moves",
            "forces",
            "acts",
            "costs",
            "turns",
            "shots",
            "changes",
            "shares",
            "votes",
            "lies",
            "cuts",
            "used",
            "limited",
            "visits",
            "controls",
            "checks",
            "ends",
            "forms",
            "raised",
            "arrested",
        }
    )


def base_forms() -> frozenset[str]:
    return frozenset(_COMMON)
