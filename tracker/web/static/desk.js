// The reading desk: what is selected in a capture becomes the address of the statement form.
// The server counts in Unicode code points and checks every place again; nothing here decides anything.
"use strict";

const codePoints = (text) => Array.from(text).length;

// Selecting words

const reading = document.querySelector("[data-reading]");

/** The text of the capture up to a point in its markup. */
function textUpTo(node, offset) {
  const range = document.createRange();
  range.setStart(reading, 0);
  range.setEnd(node, offset);
  return range.toString();
}

/** What is selected in the text, without white space at its ends: code-point offsets and the words. */
function selected() {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!range.intersectsNode(reading)) return null;
  const whole = document.createRange();
  whole.selectNodeContents(reading);
  const startsBefore = range.compareBoundaryPoints(Range.START_TO_START, whole) < 0;
  const endsAfter = range.compareBoundaryPoints(Range.END_TO_END, whole) > 0;
  const before = startsBefore ? "" : textUpTo(range.startContainer, range.startOffset);
  const upToEnd = endsAfter ? whole.toString() : textUpTo(range.endContainer, range.endOffset);
  const words = upToEnd.slice(before.length);
  const exact = words.trim();
  if (!exact) return null;
  const start = codePoints(before) + codePoints(words.slice(0, words.indexOf(exact)));
  return { start, end: start + codePoints(exact), exact };
}

if (reading) {
  const button = document.querySelector("[data-record]");
  const said = document.querySelector("[data-selected]");
  const invitation = said.textContent;
  let place = null, waiting;

  const note = () => {
    place = selected();
    button.disabled = !place;
    const length = place ? place.end - place.start : 0;
    said.textContent = place ? `${length.toLocaleString("en")} ${length === 1 ? "character" : "characters"} selected.` : invitation;
  };
  const record = () => {
    note();
    if (!place) return;
    // Of a very long passage its beginning is enough for the server to see that it is the same place.
    const seen = Array.from(place.exact).slice(0, 500).join("");
    const query = new URLSearchParams({ start: place.start, end: place.end, exact: seen });
    window.location.assign(`${reading.dataset.reading}?${query}`);
  };

  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    waiting = setTimeout(note, 80);
  });
  button.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the selection
  button.addEventListener("click", record);
  // No browser begins a selection in a link: while the mouse is down a highlight is none, and a mere click
  // follows it all the same.
  const links = [...reading.querySelectorAll("a[href]")].map((link) => [link, link.getAttribute("href")]);
  const restore = () => { for (const [link, address] of links) link.setAttribute("href", address); };
  reading.addEventListener("pointerdown", () => { for (const [link] of links) link.removeAttribute("href"); });
  document.addEventListener("pointercancel", restore);
  document.addEventListener("pointerup", () => setTimeout(restore));
  for (const [link, address] of links) {
    link.addEventListener("click", () => {
      if (!link.hasAttribute("href") && !selected()) window.location.hash = address.slice(1);
    });
  }
  reading.addEventListener("keydown", (event) => {
    if (event.key === "s" && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      record();
    } else if (event.key.startsWith("Arrow") && !event.altKey && !event.metaKey) {
      if (move(event.key, event.shiftKey, event.ctrlKey)) event.preventDefault();
    }
  });
}

/** Move or stretch the selection as an arrow key says; without Shift a whole word is selected at a time. */
function move(key, stretches, byWord) {
  const selection = document.getSelection();
  const across = key === "ArrowLeft" || key === "ArrowRight";
  const direction = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "backward", ArrowDown: "forward" }[key];
  const inText = selection.rangeCount && reading.contains(selection.focusNode);
  if (!inText) {
    if (!across) return false; // the page scrolls
    selection.collapse(reading, 0);
    selection.modify("move", "forward", "character");
    selection.modify("move", "backward", "character");
    selection.modify("extend", "forward", "word");
    return true;
  }
  if (stretches) {
    selection.modify("extend", direction, across ? (byWord ? "word" : "character") : "line");
    return true;
  }
  if (!across) return false;
  const onwards = (key === "ArrowRight") === (getComputedStyle(paragraphOf(selection)).direction === "ltr");
  onwards ? selection.collapseToEnd() : selection.collapseToStart();
  selection.modify("extend", onwards ? "forward" : "backward", "word");
  if (!reading.contains(selection.focusNode)) selection.collapseToStart();
  const focus = selection.focusNode.nodeType === Node.TEXT_NODE ? selection.focusNode.parentElement : selection.focusNode;
  focus.scrollIntoView?.({ block: "nearest" });
  return true;
}

function paragraphOf(selection) {
  const node = selection.focusNode;
  return (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("p") ?? reading;
}

// A box in a picture

const stage = document.querySelector("[data-stage]");
const sides = Object.fromEntries(
  [...document.querySelectorAll("[data-box]")].map((input) => [input.dataset.box, input]));

if (stage && sides.x) {
  const drawn = stage.querySelector("[data-drawn]");
  const surface = stage.querySelector("svg");
  let from = null;

  const show = () => {
    const [x, y, width, height] = ["x", "y", "width", "height"].map((side) => Math.round(Number(sides[side].value) * 100));
    drawn.toggleAttribute("hidden", !(width > 0 && height > 0));
    Object.entries({ x, y, width, height }).forEach(([name, value]) => drawn.setAttribute(name, value));
  };
  const point = (event) => {
    const frame = surface.getBoundingClientRect();
    const within = (value) => Math.min(1, Math.max(0, value));
    return [within((event.clientX - frame.left) / frame.width), within((event.clientY - frame.top) / frame.height)];
  };
  const stretchTo = ([x, y]) => {
    const box = {
      x: Math.min(x, from[0]), y: Math.min(y, from[1]), width: Math.abs(x - from[0]), height: Math.abs(y - from[1]),
    };
    for (const [side, part] of Object.entries(box)) sides[side].value = (Math.floor(part * 1000) / 10).toString();
    show();
  };

  surface.addEventListener("pointerdown", (event) => {
    from = point(event);
    surface.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  surface.addEventListener("pointermove", (event) => { if (from) stretchTo(point(event)); });
  surface.addEventListener("pointerup", () => { from = null; });
  for (const input of Object.values(sides)) input.addEventListener("input", show);
  show();
}

// A stretch of a recording

const player = document.querySelector(".player");

if (player) {
  const timeCode = (seconds) => {
    const minutes = Math.floor(seconds / 60);
    return `${minutes}:${(seconds - 60 * minutes).toFixed(1).padStart(4, "0")}`;
  };
  for (const button of document.querySelectorAll("[data-take]")) {
    button.addEventListener("click", () => {
      document.querySelector(`[data-time="${button.dataset.take}"]`).value = timeCode(player.currentTime);
    });
  }
  let stopAt = Infinity;
  player.addEventListener("timeupdate", () => {
    if (player.currentTime < stopAt) return;
    stopAt = Infinity;
    player.pause();
  });
  for (const link of document.querySelectorAll("[data-play]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const [begin, end] = link.dataset.play.split(" ").map((part) => Number(part) / 1000);
      player.currentTime = begin;
      stopAt = end;
      player.play();
    });
  }
}

// The statement form

/** Scroll the excerpt, not the page, to the passage: into its middle, a long one to its beginning. */
const excerpt = document.querySelector(".reading-excerpt");
const passage = excerpt ? [...excerpt.querySelectorAll(".hit-current")] : [];
if (passage.length) {
  const top = passage[0].getBoundingClientRect().top;
  const height = passage.at(-1).getBoundingClientRect().bottom - top;
  const above = Math.max(24, (excerpt.clientHeight - height) / 2);
  excerpt.scrollTop += top - excerpt.getBoundingClientRect().top - above;
}

// What a source known already is need not be asked; a name too long for its field is shown below it.
for (const pair of document.querySelectorAll("[data-who]")) {
  const who = pair.querySelector("input");
  const echo = pair.parentElement.querySelector("[data-who-echo]");
  const look = () => {
    pair.classList.toggle("is-known", /^\s*SRC\d{1,9}(\s|$)/i.test(who.value));
    echo.textContent = who.scrollWidth > who.clientWidth ? who.value : "";
  };
  who.addEventListener("input", look);
  window.addEventListener("resize", look);
  look();
}

const form = document.getElementById("statement");

if (form) {
  const save = form.querySelector("[data-save]");
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit(save);
  });
  // What an inference rests on is asked when it is one.
  const basis = form.querySelector("[name=basis]");
  basis.addEventListener("change", () => {
    for (const fold of form.querySelectorAll("[data-open-for]")) {
      if (fold.dataset.openFor.split(" ").includes(basis.value)) fold.open = true;
    }
  });
  // After a part was added the page is new, but what was typed is still not saved.
  if (form.querySelector("[data-unsaved]")) form.dispatchEvent(new Event("input"));
}

// Suggestions beyond those the page brought along

for (const input of document.querySelectorAll("[data-suggest]")) {
  const list = input.list ?? document.getElementById(input.getAttribute("list"));
  const address = document.querySelector("[data-suggest-from]")?.dataset.suggestFrom;
  if (!list || !address) continue;
  let waiting, asked = 0;
  const ask = async () => {
    const mine = ++asked;
    const query = new URLSearchParams({ kind: input.dataset.suggest, q: input.value });
    const answer = await fetch(`${address}?${query}`, { headers: { Accept: "application/json" } });
    if (!answer.ok || mine !== asked) return;
    const { suggestions } = await answer.json();
    list.replaceChildren(...suggestions.map((value) => Object.assign(document.createElement("option"), { value })));
  };
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => ask().catch(() => {}), 200);
  });
}

for (const element of document.querySelectorAll(".needs-script")) element.hidden = false;
