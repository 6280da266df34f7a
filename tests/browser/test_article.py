"""The article through the pages: captured, read, recorded, related, graded, traced, reported and exported."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests import article as told
from tests import factories
from tests.article import Article, Claim, Entry, Judged
from tests.browser.conftest import Server
from tracker.domain.scales import Fidelity

FORMATS = {"PDF": "pdf", "HTML": "html", "Markdown": "md", "Word": "docx"}


@dataclass
class Analyst:
    """Somebody who works through the pages with mouse and keyboard, and remembers what they recorded."""

    page: Page
    article: Article
    code: str = "ARTICLE"
    capture: str = ""
    labels: dict[str, tuple[str, ...]] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)

    def open_case(self) -> None:
        page = self.page
        page.get_by_role("link", name="Open a case").first.click()
        page.get_by_label("Code", exact=True).fill(self.code)
        page.get_by_label("Title", exact=True).fill("The attack on the US Embassy in Baghdad")
        page.get_by_label("Where it happened").fill("Baghdad, Iraq")
        page.get_by_label("Time zone of the events").fill("Asia/Baghdad")
        page.get_by_role("radio", name="Intelligence").check()
        page.get_by_role("button", name="Open the case").click()
        expect(page.get_by_role("status")).to_contain_text("The case is open")

    def capture_article(self) -> None:
        page = self.page
        page.goto(f"/cases/{self.code}/documents/new")
        page.get_by_label("Or choose files").set_input_files(self.article.path)
        page.get_by_role("button", name="Read it").click()
        expect(page.get_by_label("Published or made")).to_have_value(told.PUBLISHED)
        expect(page.locator("#published-echo")).to_contain_text("1 January 2020")
        page.get_by_label("Title, or what it is").fill(told.TITLE)
        page.get_by_label("Kind", exact=True).select_option("article")
        page.get_by_role("button", name="Save the document").click()
        page.wait_for_url("**/captures/*")
        self.capture = page.url

    def drag_over(self, words: str) -> None:
        """Select with the mouse, from the first of these words to the last."""
        self.page.locator("#text").scroll_into_view_if_needed()
        from_x, from_y, to_x, to_y = self.page.evaluate(
            """(words) => {
              const walker = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
              while (walker.nextNode()) {
                const at = walker.currentNode.data.indexOf(words);
                if (at < 0) continue;
                const box = (offset) => {
                  const range = document.createRange();
                  range.setStart(walker.currentNode, offset);
                  range.setEnd(walker.currentNode, offset + 1);
                  return range.getBoundingClientRect();
                };
                const first = box(at), last = box(at + words.length - 1);
                return [first.left, first.top + first.height / 2, last.right, last.top + last.height / 2];
              }
            }""",
            words,
        )
        mouse = self.page.mouse
        mouse.move(from_x + 1, from_y)
        mouse.down()
        mouse.move(to_x, to_y, steps=5)
        mouse.up()

    def select(self, words: str) -> None:
        """Select these words wherever they stand, also across paragraphs."""
        self.page.evaluate(
            """(words) => {
              const text = document.getElementById("text");
              const at = text.textContent.indexOf(words);
              const point = (offset) => {
                const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
                let left = offset;
                while (walker.nextNode()) {
                  if (left <= walker.currentNode.length) return [walker.currentNode, left];
                  left -= walker.currentNode.length;
                }
              };
              document.getSelection().setBaseAndExtent(...point(at), ...point(at + words.length));
            }""",
            words,
        )

    def record(self, entry: Entry) -> None:
        """Select the passage, press the key, fill in the form, and save it with the keyboard."""
        page = self.page
        page.goto(self.capture)
        if self.labels:
            self.select(entry.words)
        else:
            self.drag_over(entry.words)
        page.locator("#text").press("s")
        page.wait_for_url("**/record?**")
        expect(page.get_by_label("The very words")).to_have_value(entry.words)
        self._say_who(entry)
        self._say_how_they_know(entry)
        self._say_what_it_conveys(entry)
        page.get_by_label("What is said, in one sentence").press("Control+Enter")
        page.wait_for_url("**passage=**")
        said = page.get_by_role("status").inner_text()
        self.labels[entry.key] = tuple(re.findall(r"ST\d+", said))
        expect(page.locator("mark.hit-current").first).to_be_visible()

    def _say_who(self, entry: Entry) -> None:
        page = self.page
        for number, voice in enumerate(entry.voices):
            if number:
                page.get_by_role("button", name="Add a hop", exact=True).click()
            hop = page.locator(f"#hops-{number}")
            hop.get_by_label("Who", exact=True).fill(voice.name)
            hop.get_by_label("If new, it is").select_option(voice.kind.value)
            if voice.said_at:
                hop.get_by_label("When they said it").fill(voice.said_at)
            if voice.fidelity is not Fidelity.FAITHFUL:
                hop.get_by_text("How they repeat it:").click()
                hop.get_by_label("How faithfully?").select_option(voice.fidelity.value)
        if entry.post:
            block = self._unfold("These words are a post that the page embeds")
            block.get_by_label("These words are a post that this page embeds").check()
            block.get_by_label("Title of the post").fill(entry.post)
            block.get_by_label("Posted").fill(told.PUBLISHED)
        if entry.repeats:
            block = self._unfold("What they repeat is recorded already")
            block.get_by_label("The statement it repeats").fill(self.labels[entry.repeats][0])
            block.get_by_label("How they repeat it").select_option(entry.form.value)
            block.get_by_label("How faithfully?").select_option(entry.fidelity.value)

    def _say_how_they_know(self, entry: Entry) -> None:
        page = self.page
        page.get_by_label("What is said, in one sentence").fill(entry.gist)
        if entry.basis:
            page.get_by_label("How do they know?").select_option(entry.basis.value)
        if entry.hedge:
            self._unfold("Hedge, language, translation, marking").get_by_label("Hedge").fill(entry.hedge)
        if entry.due:
            page.get_by_label("When can the forecast be judged?").fill(entry.due)
        for number, (on, because) in enumerate(entry.rests_on):
            if number:
                page.get_by_role("button", name="Add a ground").click()
            ground = page.locator(f"#rests_on-{number}")
            ground.get_by_label("On", exact=False).first.fill(self._offered(on))
            ground.get_by_label("Because").fill(because)

    def _say_what_it_conveys(self, entry: Entry) -> None:
        for number, claim in enumerate(entry.claims):
            if number:
                self.page.get_by_role("button", name="Add an assertion").click()
            self._convey(self.page.locator(f"#conveys-{number}"), claim)

    def _convey(self, part: Locator, claim: Claim) -> None:
        part.get_by_label("Stance").select_option(claim.stance.value)
        part.get_by_label("Assertion (claim)").fill(claim.text)
        if claim.holds and claim.text not in self.known:
            part.get_by_text("If it is new").click()
            part.get_by_label("When it would be true").fill(claim.holds)
        self.known.add(claim.text)

    def _unfold(self, summary: str) -> Locator:
        block = self.page.locator("details", has=self.page.locator("summary", has_text=summary))
        block.locator("summary").click()
        return block

    def _offered(self, what: str) -> str:
        """What the field offers for an entry recorded before, or for the wording of a claim."""
        options = self.page.locator("#known-grounds option")
        values = options.evaluate_all("options => options.map(option => option.value)")
        wanted = f"{self.labels[what][0]} " if what in self.labels else what
        return next(value for value in values if wanted in value)

    def introduce_salim(self) -> None:
        page = self.page
        self._open("sources", told.SALIM.name)
        page.get_by_role("link", name="Correct").click()
        page.get_by_label("Descriptor").fill(told.SALIM_DESCRIPTOR)
        page.get_by_label("Why is it corrected?").fill("As the article introduces him.")
        page.get_by_role("button", name="Save").click()
        page.get_by_role("link", name="Add another name").click()
        page.get_by_label("Other name").fill(told.SALIM_ALIAS)
        page.get_by_role("button", name="Save").click()
        page.get_by_role("link", name="Grade reliability").click()
        letter, topic, reason = told.GRADED_SALIM
        page.get_by_label("For which topic?").fill(topic)
        self._grade(letter.value, reason)

    def say_that_they_exclude_each_other(self) -> None:
        page = self.page
        one, other, reason = told.CONFLICT
        self._open("assertions", other.text)
        label = re.search(r"AS\d+", page.locator("h1 + *, .page-label").first.inner_text())
        self._open("assertions", one.text)
        page.get_by_role("link", name="Link it to another assertion").click()
        page.get_by_role("radio", name="cannot be true at the same time").check()
        page.get_by_role("textbox").or_(page.get_by_role("combobox")).first.fill(label[0])
        page.locator("textarea[name=reason]").fill(reason)
        page.get_by_role("button", name="Record the link").click()

    def grade(self, key: str) -> None:
        page = self.page
        value, reason = told.GRADED_STATEMENTS[key]
        page.goto(self.capture)
        page.get_by_role("link", name=self.labels[key][0], exact=True).first.click()
        page.get_by_role("link", name="Grade", exact=True).click()
        if key == "over":
            offered = page.get_by_label("Of which assertion (claim)?")
            choice = offered.locator("option", has_text=told.OVER.text).get_attribute("value")
            offered.select_option(choice)
        self._grade(value.value, reason)

    def _grade(self, value: str, reason: str) -> None:
        self.page.locator(f"input[type=radio][value='{value}']").check()
        self.page.get_by_label("What does the grade rest on?").fill(reason)
        self.page.get_by_role("button", name="Grade", exact=True).click()
        expect(self.page.get_by_role("status").first).to_contain_text("is graded")

    def write_report(self) -> None:
        page = self.page
        page.goto(f"/cases/{self.code}/reports/")
        page.get_by_role("link", name="Begin a report").click()
        for name, words in told.REPORT.items():
            page.locator(f"[name={name}]").fill(words)
        page.get_by_role("button", name="Begin the report").click()
        for name, words in told.TEXTS.items():
            page.locator(f".gap-note a[href$='/write/{name.replace('_', '-')}']").click()
            page.locator("#text").fill(words)
            page.get_by_role("button", name="Save", exact=True).click()
        for judged in told.FINDINGS:
            self._find(judged)

    def _find(self, judged: Judged) -> None:
        page = self.page
        page.get_by_role("link", name="Add a finding").first.click()
        page.get_by_label("The finding, in one sentence").fill(judged.text)
        offered = page.locator("#assertion-offered option", has_text=judged.claim.text[:80])
        page.locator("[name=assertion]").fill(offered.first.get_attribute("value"))
        page.get_by_role("button", name="Add the finding").click()
        for key, role in judged.cites:
            label = self.labels[key][0]
            page.get_by_role("searchbox").fill(label)
            page.get_by_role("button", name="Search").click()
            page.locator(f"input[name=statement][value={label}]").check()
            page.locator(f"input[name=role][value={role.value}]").check()
            page.get_by_role("button", name="Cite, and choose another").click()
        page.get_by_role("link", name="Back to the report").click()
        for scale, (value, reason) in (("Likelihood", judged.likelihood), ("Confidence", judged.confidence)):
            margin = page.locator(".finding", has_text=judged.text).locator(".margin-links")
            margin.get_by_role("link", name=scale).click()
            self._grade(value.value, reason)

    def export(self) -> dict[str, bytes]:
        """The report as files, each taken from its button on the page."""
        files = {}
        for words, name in FORMATS.items():
            link = self.page.get_by_role("link", name=re.compile(f"^{words}\\b")).first
            if not link.is_visible():
                self.page.get_by_text("More formats").first.click()
            with self.page.expect_download() as waiting:
                link.click()
            files[name] = waiting.value.path().read_bytes()
        return files

    def _open(self, section: str, name: str) -> None:
        self.page.goto(f"/cases/{self.code}/{section}/")
        self.page.get_by_role("link", name=name).first.click()


@dataclass(frozen=True)
class Worked:
    """A case as the analyst left it."""

    article: Article
    code: str
    capture: str
    report: str
    labels: Mapping[str, tuple[str, ...]]
    files: Mapping[str, bytes]
    username: str


@pytest.fixture(scope="module")
def worked(browser: Browser, server: Server) -> Iterator[Worked]:
    article = told.read()
    with server.writing() as session:
        person = factories.make_user(session)
    context = browser.new_context(base_url=server.url, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    analyst = Analyst(page, article)
    log_in(page, person.username)
    analyst.open_case()
    analyst.capture_article()
    for entry in told.entries(article):
        analyst.record(entry)
    analyst.introduce_salim()
    analyst.say_that_they_exclude_each_other()
    for key in told.GRADED_STATEMENTS:
        analyst.grade(key)
    analyst.write_report()
    files = analyst.export()
    yield Worked(article, analyst.code, analyst.capture, page.url, analyst.labels, files, person.username)
    context.close()


def log_in(page: Page, username: str) -> None:
    page.goto("/login")
    page.get_by_label("User name").fill(username)
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(lambda url: "/login" not in url)


@pytest.fixture
def reader(page: Page, worked: Worked) -> Page:
    """The same analyst, who comes back to look."""
    log_in(page, worked.username)
    return page


def test_every_passage_is_highlighted_where_it_stands(worked, reader):
    reader.goto(worked.capture)
    marked = reader.evaluate(
        """() => {
          const text = document.getElementById("text"), walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
          const pieces = [];
          while (walker.nextNode()) pieces.push([walker.currentNode.data, !!walker.currentNode.parentElement.closest("mark")]);
          return pieces;
        }"""
    )
    text = "".join(piece for piece, _ in marked)
    mask = "".join(("x" if lit else "-") * len(piece) for piece, lit in marked)
    assert text == worked.article.text
    for entry in told.entries(worked.article):
        start = text.index(entry.words)
        assert set(mask[start : start + len(entry.words)]) == {"x"}, entry.key
    assert mask.count("x") < len(mask)


def test_every_post_is_a_document_of_salims_with_its_own_date(worked, reader):
    reader.goto(f"/cases/{worked.code}/documents/")
    reader.get_by_role("link", name=told.TITLE).first.click()
    posts = reader.locator("section[aria-labelledby=posts] li")
    expect(posts).to_have_count(8)
    for post in posts.all():
        expect(post).to_contain_text("Mustafa Salim")
        expect(post).to_contain_text("1 January 2020")


def test_the_militia_stand_behind_salim_and_salim_behind_the_author(worked, reader):
    militia, salim, author = worked.labels["no orders"]
    reader.goto(worked.capture)
    chain = reader.locator(".note-chain", has=reader.get_by_role("link", name=militia, exact=True))
    assert re.findall(r"ST\d+", chain.inner_text()) == [militia, salim, author]
    open_trace(reader, worked, told.NO_ORDERS)
    cards = reader.locator("section[aria-labelledby=as-list] .hop")
    for place, label in enumerate((author, salim, militia)):
        expect(cards.nth(place).get_by_role("link", name=label, exact=True)).to_be_visible()
    expect(cards.nth(1)).to_contain_text("republishes")
    expect(cards.nth(2)).to_contain_text("quotes")
    expect(cards.nth(2)).to_contain_text("Took part in it")
    expect(cards.nth(2)).to_contain_text("described and not named")


def test_whether_the_tents_contradict_the_end_cannot_be_told(worked, reader):
    reader.goto(f"/cases/{worked.code}/assertions/")
    reader.get_by_role("link", name=told.OVER.text, exact=True).click()
    conflict = reader.locator("section[aria-labelledby=conflicts]")
    expect(conflict).to_contain_text("Undetermined")
    expect(conflict).to_contain_text(told.TENTS.text)
    expect(conflict).not_to_contain_text("Both claim the same moment")  # what a contradiction is called there


def test_the_sheikhs_spoke_in_2008_and_the_author_was_told(worked, reader):
    sheikhs, author = worked.labels["sheikhs"]
    open_statement(reader, worked, sheikhs)
    facts = reader.locator("dl").first
    expect(facts).to_contain_text(told.SHEIKHS.name)
    assert "Said\n2008" in facts.inner_text()
    assert "Reported\n1 January 2020" in facts.inner_text()
    open_statement(reader, worked, author)
    expect(reader.locator("dl").first).to_contain_text("Was told")


def test_what_salim_does_not_say_carries_nothing(worked, reader):
    open_trace(reader, worked, told.THEATER)
    expect(reader.locator(".verdict")).to_contain_text("Mustafa Salim")
    expect(reader.locator(".verdict")).to_contain_text("does not say this")
    expect(reader.locator("section[aria-labelledby=as-list]")).to_contain_text("paraphrases and alters")


@pytest.mark.parametrize(
    ("claim", "key", "words"),
    [
        (told.THREAT, "threat", "inferred it, which supports nothing by itself"),
        (told.EVACUATION, "evacuation", "inferred it, which supports nothing by itself"),
    ],
)
def test_a_conclusion_supports_nothing_and_says_what_it_rests_on(worked, reader, claim, key, words):
    reader.goto(f"/cases/{worked.code}/assertions/")
    reader.get_by_role("link", name=claim.text, exact=True).click()
    expect(reader.locator(".verdict")).to_contain_text("no independent source")
    expect(reader.locator(".because")).to_contain_text(words)
    open_statement(reader, worked, worked.labels[key][0])
    for _, because in next(one for one in told.entries(worked.article) if one.key == key).rests_on:
        expect(reader.locator("main")).to_contain_text(because)


def test_what_is_yet_to_be_seen_waits_for_its_day(worked, reader):
    reader.goto(f"/cases/{worked.code}/")
    expect(reader.locator("main")).to_contain_text("due 31 January 2020")
    open_statement(reader, worked, worked.labels["calm"][0])
    expect(reader.locator("main")).to_contain_text("Forecasts it")
    expect(reader.locator("main")).to_contain_text("doubts")


def test_a_card_of_the_trace_leads_to_the_highlighted_words(worked, reader):
    open_trace(reader, worked, told.OVER)
    reader.locator("section[aria-labelledby=picture] svg a").last.click()
    reader.wait_for_url("**passage=**")
    lit = "".join(reader.locator("mark.hit-current").all_text_contents())
    words = worked.article.post("KH are leaving")
    assert lit.split() == words.split()


@pytest.mark.parametrize("name", FORMATS.values())
def test_every_exported_file_holds_the_words_with_notes_that_lead_to_them(worked, name):
    content = worked.files[name]
    found = told.words_of(name, content)
    cited = {key for judged in told.FINDINGS for key, _ in judged.cites}
    for entry in told.entries(worked.article):
        if entry.key in cited:
            start = worked.article.text.index(entry.words)
            assert told.solid(entry.words) in found, entry.key
            assert f"characters{start}–{start + len(entry.words)}" in found
    assert told.solid(told.SALIM_DESCRIPTOR) in found
    assert "Undetermined" in found
    assert told.notes_of(name, content) == sum(len(judged.cites) for judged in told.FINDINGS)


def test_a_note_of_the_opened_report_is_one_click_away(worked, reader):
    reader.goto(worked.report)
    with reader.expect_popup() as opening:
        reader.get_by_role("link", name="Preview").click()
    preview = opening.value
    preview.locator("a[href='#note-1']").first.click()
    note = preview.locator("#note-1")
    expect(note).to_be_in_viewport()
    expect(note).to_contain_text("Mustafa Salim")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_case_is_accessible_and_fits(worked, reader, check_accessible, width):
    reader.set_viewport_size({"width": width, "height": 900})
    case = f"/cases/{worked.code}"
    for address in (f"{case}/", worked.capture, f"{case}/assertions/", f"{case}/statements/", worked.report):
        reader.goto(address)
        check_accessible(reader)
    for claim in (told.OVER, told.NO_ORDERS):
        reader.goto(f"{case}/assertions/")
        reader.get_by_role("link", name=claim.text, exact=True).click()
        check_accessible(reader)
        reader.get_by_role("link", name="Trace", exact=True).click()
        check_accessible(reader)


def open_statement(page: Page, worked: Worked, label: str) -> None:
    page.goto(worked.capture)
    page.get_by_role("link", name=label, exact=True).first.click()
    page.wait_for_url("**/statements/*")


def open_trace(page: Page, worked: Worked, claim: Claim) -> None:
    page.goto(f"/cases/{worked.code}/assertions/")
    page.get_by_role("link", name=claim.text, exact=True).click()
    page.get_by_role("link", name="Trace", exact=True).click()
    page.wait_for_url("**/trace/**")
