// Findings and sections are moved without loading the page again, and dragged to their place.
// Without this the buttons do the same.
"use strict";

const moved = document.querySelector("[data-moved]");
const siblings = (part) => [...document.querySelectorAll(`[data-movable="${part.dataset.movable}"]`)];
const entry = (part) => document.querySelector(`.outline a[href="#${part.id}"]`)?.closest("li");
const button = (part, direction) => part.querySelector(`form[data-move="${direction}"]`);

/** Puts an element beside those it has to stand between. */
function between(element, before, after) {
  if (before) before.after(element);
  else if (after) after.before(element);
}

/** Puts a part and its entry in the outline to their new place, and shows the buttons that lead on from there. */
function settle(part, order, place) {
  const [before, after] = [order[place - 1], order[place + 1]];
  between(part, before, after);
  if (entry(part)) between(entry(part), before && entry(before), after && entry(after));
  order.forEach((each, at) => {
    button(each, "up").hidden = at === 0;
    button(each, "down").hidden = at === order.length - 1;
  });
}

/** Moves a part by so many places, up where they are negative: the server first, then the page. */
async function move(part, places) {
  const order = siblings(part);
  const from = order.indexOf(part);
  const place = Math.min(Math.max(from + places, 0), order.length - 1);
  if (place === from) return;
  const form = button(part, places < 0 ? "up" : "down");
  const body = new FormData(form);
  body.set("places", Math.abs(place - from));
  let said = "";
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    if (answer.ok) ({ said } = await answer.json());
  } catch {
    // said below
  }
  if (!said) {
    form.submit(); // whatever is wrong, the server says it on a page
    return;
  }
  order.splice(from, 1);
  order.splice(place, 0, part);
  settle(part, order, place);
  moved.textContent = said;
}

for (const form of document.querySelectorAll("form[data-move]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const part = form.closest("[data-movable]");
    await move(part, form.dataset.move === "up" ? -1 : 1);
    const next = form.hidden ? button(part, form.dataset.move === "up" ? "down" : "up") : form;
    next.querySelector("button").focus();
  });
}

let dragged = null;
const isBelowMiddle = (part, event) => event.clientY > part.getBoundingClientRect().top + part.offsetHeight / 2;
const unmark = () => {
  for (const part of document.querySelectorAll(".drop-before, .drop-after")) part.classList.remove("drop-before", "drop-after");
};

for (const part of document.querySelectorAll("[data-movable]")) {
  if (siblings(part).length < 2) continue;
  const grip = Object.assign(document.createElement("span"), { className: "drag-grip", draggable: true, title: "Drag it to another place" });
  grip.setAttribute("aria-hidden", "true"); // the buttons are there for the keyboard
  part.querySelector(".page-label").prepend(grip);
  grip.addEventListener("dragstart", (event) => {
    dragged = part;
    event.dataTransfer.setDragImage(part, 0, 0);
    event.dataTransfer.setData("text/plain", part.id); // Firefox drags nothing without it
    event.dataTransfer.effectAllowed = "move";
  });
  grip.addEventListener("dragend", () => {
    dragged = null;
    unmark();
  });
  part.addEventListener("dragover", (event) => {
    if (dragged?.dataset.movable !== part.dataset.movable) return;
    event.preventDefault();
    unmark();
    if (part !== dragged) part.classList.add(isBelowMiddle(part, event) ? "drop-after" : "drop-before");
  });
  part.addEventListener("drop", (event) => {
    if (dragged?.dataset.movable !== part.dataset.movable) return;
    event.preventDefault();
    const order = siblings(part);
    const from = order.indexOf(dragged);
    const to = order.indexOf(part) + (isBelowMiddle(part, event) ? 1 : 0);
    move(dragged, to > from ? to - 1 - from : to - from);
  });
}
