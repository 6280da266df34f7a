// The reading desk: one card at a time beside the text, and a key for everything that is done often.
// The server decides and checks; the same pages work without this, one load for each card.
"use strict";

const text = document.getElementById("text");
const live = document.querySelector(".desk-card");
let busy = false;
let typed = false;
let swallowed = -Infinity;

const card = () => document.getElementById("card");
const numbers = () => Object.keys(JSON.parse(card().dataset.states));

// Places in the text: the server counts code points, the browser UTF-16 units.

const written = text ? text.textContent : "";
const characters = Array.from(written);
const plain = characters.length === written.length;
const unitOf = (point) => (plain ? point : characters.slice(0, point).join("").length);
const pointOf = (unit) => (plain ? unit : Array.from(written.slice(0, unit)).length);

/** The node and the place in it at an offset of the whole text. */
function nodeAt(unit) {
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  let left = unit;
  while (walker.nextNode()) {
    if (left <= walker.currentNode.length) return [walker.currentNode, left];
    left -= walker.currentNode.length;
  }
  return null;
}

const spansField = () => card().querySelector("[name=spans]");
const readSpans = () => spansField().value.split(" ").map((span) => span.split("-").map(Number));

/** Draw the words of the card in the text, and say them in the card. */
function show() {
  for (const mark of text.querySelectorAll(".prop-current")) mark.classList.remove("prop-current");
  const number = card().dataset.number;
  const marks = [...text.querySelectorAll("mark.prop")].filter((mark) => mark.dataset.in.split(" ").includes(number));
  if (!globalThis.CSS?.highlights || !spansField()) for (const mark of marks) mark.classList.add("prop-current");
  if (globalThis.CSS?.highlights) {
    CSS.highlights.delete("current-words");
    if (spansField()) {
      const ranges = readSpans().map(([start, end]) => {
        const range = document.createRange();
        const [from, to] = [nodeAt(unitOf(start)), nodeAt(unitOf(end))];
        if (from && to) { range.setStart(...from); range.setEnd(...to); }
        return range;
      });
      CSS.highlights.set("current-words", new Highlight(...ranges));
    }
  }
  if (marks.length) {
    // The text scrolls, not the page: the card stays where the eyes are.
    const box = text.parentElement;
    box.scrollTop += marks[0].getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 3;
  }
}

/** Each mark shows how the innermost proposal at its place stands. */
function paint() {
  const states = JSON.parse(card().dataset.states);
  for (const mark of text.querySelectorAll("mark.prop")) {
    const state = states[mark.dataset.in.split(" ").at(-1)];
    for (const word of ["open", "accepted", "rejected"]) mark.classList.toggle(`prop-${word}`, state === word);
  }
}

// From card to card

const alone = (address) => {
  const url = new URL(address, window.location);
  url.searchParams.set("part", "card");
  return url;
};

function tell(words) {
  const told = Object.assign(document.createElement("p"), { className: "message message-bad", textContent: words });
  told.setAttribute("role", "alert");
  card().prepend(told);
}

const refused = (status, page) => status === 401
  ? "You are no longer logged in. What you typed is still here: log in in another tab, then try again."
  : `Nothing was recorded: ${page.querySelector("h1")?.textContent.trim() ?? status}. What you typed is still here; copy it before you reload.`;

/** Other proposals stand now: the text is cut anew, the card and what is typed in it stay. */
async function recut() {
  const answer = await fetch(window.location.pathname.replace(/\/\d+(\/split)?$/, ""), { headers: { Accept: "text/html" } });
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("text");
  if (fresh) text.replaceChildren(...fresh.childNodes);
}

async function load(address, options = {}) {
  if (busy || (!options.method && !mayLeave())) return;
  busy = true;
  const here = document.activeElement;
  card().classList.add("is-busy");
  card().inert = true; // what is typed into a card that is about to go would go on as keys of the next
  try {
    const before = numbers().join();
    const asked = options.method === "POST";
    const answer = await fetch(alone(address), { headers: { Accept: "text/html" }, ...options });
    const shown = new URL(answer.url);
    shown.searchParams.delete("part");
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = page.getElementById("card");
    if (!next && asked && !answer.ok) { tell(refused(answer.status, page)); return; } // the card keeps what was typed
    if (!next) { typed = false; window.location.assign(shown); return; }
    next.classList.add("is-busy");
    card().replaceWith(next);
    if (numbers().join() !== before) await recut();
    if (answer.ok || !asked) history.replaceState(null, "", shown.pathname);
    arrive(new URL(address, window.location).hash.slice(1));
  } catch {
    tell("The server did not answer. What you typed is still here; try again.");
  } finally {
    busy = false;
    card().classList.remove("is-busy");
    card().inert = false;
    if (card().contains(here)) here.focus({ preventScroll: true });
  }
}

/** Whether nothing was typed on the card, or its typist lets it go. */
const mayLeave = () => !typed || window.confirm("Leave what you typed on this card? It is not recorded yet.");

function send(form, submitter) {
  if (form.id !== "statement" && !mayLeave()) return undefined;
  return load(submitter?.getAttribute("formaction") ?? form.action, { method: "POST", body: new FormData(form, submitter) });
}

/** A new card is there: draw it, and let whoever does not see it hear whose words it is about. */
function arrive(wanted) {
  typed = Boolean(card().querySelector("[data-unsaved]"));
  paint();
  show();
  live.scrollTop = 0;
  known();
  const wrong = document.getElementById("error-summary");
  const asked = wanted && !wanted.startsWith("p-") ? document.getElementById(wanted) : null;
  (wrong ?? asked ?? document.getElementById("card-title")).focus({ preventScroll: !asked });
  document.querySelector("[data-says]").textContent = [...card().querySelectorAll(".message")].map((each) => each.textContent).join(" ");
}

live.addEventListener("input", (event) => { if (event.target.closest("#statement")) typed = true; });
window.addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });
document.addEventListener("submit", (event) => {
  if (!live.contains(event.target)) return;
  event.preventDefault();
  send(event.target, event.submitter);
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-go], mark.prop a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (text.contains(link) && !document.getSelection().isCollapsed) return; // words were being selected
  load(link.href);
});

/** What a source known already is need not be asked. */
function known() {
  for (const pair of card().querySelectorAll("[data-who]")) {
    const who = pair.querySelector("input");
    const look = () => pair.classList.toggle("is-known", /^\s*SRC\d{1,9}(\s|$)/i.test(who.value));
    who.addEventListener("input", look);
    look();
  }
  const basis = card().querySelector("[name=basis]");
  basis?.addEventListener("change", () => {
    for (const fold of card().querySelectorAll("[data-open-for]")) {
      if (fold.dataset.openFor.split(" ").includes(basis.value)) fold.open = true;
    }
  });
}

// Words more and words less

const isSpace = (character) => /\s/.test(character ?? " ");

/** The next edge of a word from a place on, forwards or backwards, in code points. */
function edge(place, step) {
  const at = () => characters[step > 0 ? place : place - 1];
  while (at() !== undefined && isSpace(at())) place += step;
  while (at() !== undefined && !isSpace(at())) place += step;
  return Math.min(Math.max(place, 0), characters.length);
}

const untouched = (field) => field.value === (field.dataset.followed ?? field.defaultValue);
const follow = (field, words) => { field.value = words; field.dataset.followed = field.value; };

function stretch(side, step) {
  if (!spansField()) return;
  const spans = readSpans();
  const span = side === "end" ? spans.at(-1) : spans[0];
  const other = side === "end" ? (spans.length > 1 ? spans.at(-1)[0] : span[0]) : (spans.length > 1 ? spans[0][1] : span[1]);
  const moved = edge(span[side === "end" ? 1 : 0], step);
  if (side === "end" ? moved <= other : moved >= other) return;
  span[side === "end" ? 1 : 0] = moved;
  if (side === "start") while (isSpace(characters[span[0]]) && span[0] < span[1]) span[0] += 1;
  if (side === "end") while (isSpace(characters[span[1] - 1]) && span[1] > span[0]) span[1] -= 1;
  spansField().value = spans.map((each) => each.join("-")).join(" ");
  const words = spans.map(([start, end]) => characters.slice(start, end).join("")).join(" […] ");
  const gist = card().querySelector("[name=gist]"), verbatim = card().querySelector("[name=verbatim]");
  const quoted = words.replace(/^[“"„«\s]+|[”"«»\s]+$/g, "");
  // What a person wrote is theirs; only what was proposed follows the words.
  if (verbatim.value && untouched(verbatim)) follow(verbatim, quoted);
  if (untouched(gist)) follow(gist, quoted.replace(/\s+/g, " ").replace(/^(that|how|whether) /i, "").replace(/^./u, (first) => first.toUpperCase()));
  typed = true;
  card().querySelector("[data-words]").textContent = words;
  show();
}

// Keys

function press(name) {
  const button = card().querySelector(`[data-key="${name}"]`);
  if (button) button.click();
}

function enter(selector) {
  const input = card().querySelector(selector);
  if (!input) return;
  for (let fold = input.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  input.focus();
  input.select?.();
}

function unnamed() {
  const who = card().querySelector("[name='hops-0-source']");
  if (!who) return;
  card().querySelector("[name='hops-0-kind']").value = "unnamed";
  const said = card().querySelector("[data-said]")?.dataset.said;
  if (/^\s*SRC\d/i.test(who.value) || !who.value) who.value = said || "";
  who.dispatchEvent(new Event("input", { bubbles: true }));
  enter("[name='hops-0-source']");
}

function split() {
  const selection = document.getSelection();
  // Going into the field moves the selection there: look at it first.
  const begin = selection.rangeCount && text.contains(selection.anchorNode) ? selection.getRangeAt(0).cloneRange() : null;
  enter("[name=before]");
  if (!begin || !spansField()) return;
  const range = document.createRange();
  range.setStart(text, 0);
  range.setEnd(begin.startContainer, begin.startOffset);
  let at = pointOf(range.toString().length);
  while (at < characters.length && isSpace(characters[at])) at += 1;
  const end = readSpans().find(([start, stop]) => start <= at && at < stop)?.[1] ?? at;
  card().querySelector("[name=before]").value = characters.slice(at, Math.min(at + 60, end)).join("").split("\n")[0].trim();
  card().querySelector("[name=at]").value = at;
}

const KEYS = {
  a: () => press("a"), Enter: () => press("a"), x: () => press("x"), m: () => press("m"), p: () => press("p"), z: () => press("z"),
  j: () => press("j"), k: () => press("k"), e: () => enter("[name=gist]"), w: () => enter("[name='hops-0-source']"),
  b: () => enter("[name=basis]"), c: () => enter("[name='conveys-0-assertion']"), u: unnamed, s: split,
  "]": () => stretch("end", 1), "[": () => stretch("end", -1), "{": () => stretch("start", -1), "}": () => stretch("start", 1),
  "?": () => { const keys = document.querySelector(".desk-keys"); keys.open = !keys.open; },
};

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=hidden]), textarea, select, [contenteditable]");
  if (typing) {
    if (event.key === "Escape") document.getElementById("card-title").focus({ preventScroll: true });
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && card().contains(typing)) typing.form?.id === "split" ? typing.form.requestSubmit() : press("a");
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || !KEYS[event.key]) return;
  // Who types on while the next card is on its way did not mean it: wait until the hands rest.
  if (busy || event.timeStamp - swallowed < 400) { swallowed = event.timeStamp; event.preventDefault(); return; }
  if (event.repeat && !"[]{}".includes(event.key)) { event.preventDefault(); return; } // a key held down is one answer
  if (event.key === "Enter" && (event.target.closest("a, button, summary") || text.contains(event.target))) return;
  event.preventDefault();
  KEYS[event.key]();
});

document.documentElement.classList.add("scripted");
if (card() && text) {
  if (window.matchMedia("(min-width: 60rem)").matches) document.querySelector(".desk-proposals").scrollIntoView();
  show();
  known();
}
for (const element of document.querySelectorAll(".needs-script")) element.hidden = false;
