// Comfort for those who have JavaScript; every page works without it.
"use strict";

// A wrong form: go to the list of what to correct.
document.getElementById("error-summary")?.focus();

// Text that was typed is not left behind by accident.
for (const form of document.querySelectorAll("form[data-guard]")) {
  let changed = document.getElementById("error-summary") !== null;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
}

// A date is said back in words while it is typed.
for (const input of document.querySelectorAll("[data-edtf-echo]")) {
  const echo = document.getElementById(input.dataset.edtfEcho);
  let waiting, asked = 0;
  const ask = async () => {
    const mine = ++asked;
    const query = new URLSearchParams({ text: input.value, zone: input.dataset.zone });
    const answer = await fetch(`/dates/echo?${query}`, { headers: { Accept: "application/json" } });
    if (!answer.ok || mine !== asked) return;
    const { understood, problem } = await answer.json();
    echo.textContent = understood || problem;
    echo.classList.toggle("echo-problem", Boolean(problem));
  };
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => ask().catch(() => {}), 250);
  });
}

// The account menu closes like a menu.
for (const menu of document.querySelectorAll("details.menu")) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}
