// The next change with n, the one before with p. Without this the links beside each change do the same.
"use strict";

const changes = [...document.querySelectorAll(".change")];
const typing = (place) => place.closest("input, textarea, select, [contenteditable]");

/** The change the reader is at: the one that was gone to last, else the last that begins above the middle. */
function current() {
  const gone = changes.indexOf(document.activeElement.closest(".change"));
  return gone >= 0 ? gone : changes.findLastIndex((each) => each.getBoundingClientRect().top < 0);
}

document.addEventListener("keydown", (event) => {
  const step = { n: 1, p: -1 }[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const wanted = changes[Math.max(0, current() + step)];
  if (!wanted) return;
  event.preventDefault();
  wanted.scrollIntoView();
  wanted.focus({ preventScroll: true });
});
for (const each of document.querySelectorAll(".compare-keys")) each.hidden = false;
