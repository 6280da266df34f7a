// Writing a report: what is typed is kept and shown as it will read, and [[ opens a search.
// The server renders, keeps and checks; every page works without this.
"use strict";

const writing = document.getElementById("writing");
const later = (deed, delay) => {
  let waiting;
  return (...given) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => deed(...given), delay);
  };
};

// Keeping and previewing

if (writing) {
  const text = writing.elements.text;
  const kept = document.querySelector("[data-kept]");
  const preview = document.querySelector("[data-preview]");
  const others = document.querySelector("[data-others]");
  const only = "It is only in this page: do not close it.";
  let typed = 0, held = 0, sending = null, isLeaving = false;

  const say = (words, isProblem = false) => {
    if (kept.textContent !== words) kept.textContent = words;
    kept.classList.toggle("kept-problem", isProblem);
  };
  const send = async () => {
    const mine = typed;
    const body = new URLSearchParams(new FormData(writing));
    body.set("preview", "1");
    let answer;
    try {
      answer = await fetch(writing.action, { method: "POST", body, headers: { Accept: "application/json" } });
    } catch {
      say(`Not kept: the server cannot be reached. ${only}`, true);
      return false;
    }
    if (!answer.ok) {
      const why = [400, 401].includes(answer.status)
        ? "you are logged out. Log in in another window, copy your text, and load this page again"
        : `the server answered ${answer.status}`;
      say(`Not kept: ${why}. ${only}`, true);
      return false;
    }
    const told = await answer.json();
    preview.innerHTML = told.preview;
    if (others.innerHTML.trim() !== told.others.trim()) others.innerHTML = told.others;
    if (told.problems.length) {
      say(`Not kept: ${told.problems.join(" ")} ${only}`, true);
    } else {
      held = mine;
      writing.elements.held.value = told.held;
      say(told.kept);
    }
    return true;
  };
  // One at a time, and once more if something was typed meanwhile.
  const keep = async () => {
    while (sending) await sending;
    sending = send().finally(() => { sending = null; });
    return sending;
  };
  const keepSoon = later(() => { if (!isLeaving && typed !== held) keep(); }, 700);

  writing.addEventListener("input", (event) => {
    if (event.target.closest("[data-citing]")) return;
    typed += 1;
    keepSoon();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && typed !== held && !isLeaving) keep();
  });
  // Nothing is sent away that the server could not take: what was typed would go with this page.
  writing.addEventListener("submit", async (event) => {
    if (event.submitter?.name === "discard") isLeaving = true;
    if (isLeaving) return;
    event.preventDefault();
    if (!(await keep())) return;
    if (event.submitter?.name === "preview") return;
    isLeaving = true;
    writing.requestSubmit(event.submitter);
  });
  writing.addEventListener("keydown", (event) => {
    if (event.key === "s" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      keep();
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (typed !== held && !isLeaving) event.preventDefault();
  });

  // What is remarked on the saved text: reading a whole report takes longer than opening one text of it

  const remarks = document.querySelector("[data-remarks]");
  const remark = async () => {
    const answer = await fetch(remarks.dataset.remarks, { headers: { Accept: "application/json" } });
    if (answer.ok) remarks.innerHTML = (await answer.json()).beside;
  };
  if (remarks) remark().catch(() => {}); // the link to them stays

  // Searching for what to cite or show

  const citing = document.querySelector("[data-citing]");
  const search = citing.querySelector("input");
  const list = citing.querySelector("ul");
  const said = citing.querySelector("[data-citing-said]");
  const opener = document.querySelector("[data-open-citing]");
  let offers = [], chosen = -1, asked = 0, brackets = "[[";

  const choose = (place) => {
    chosen = place;
    [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === chosen)));
    const item = list.children[chosen];
    item ? search.setAttribute("aria-activedescendant", item.id) : search.removeAttribute("aria-activedescendant");
    item?.scrollIntoView({ block: "nearest" });
  };
  const offer = (found) => {
    offers = found;
    list.replaceChildren(...found.map(({ insert, words, source }, at) => {
      const item = Object.assign(document.createElement("li"), { id: `citing-${at}` });
      item.setAttribute("role", "option");
      for (const [css, words_] of [["citing-label", insert], ["citing-words", words], ["citing-source", source]]) {
        item.append(Object.assign(document.createElement("span"), { className: css, textContent: words_ }), " ");
      }
      return item;
    }));
    search.setAttribute("aria-expanded", String(found.length > 0));
    said.textContent = found.length ? `${found.length} found. Arrow keys choose, Enter writes it, Esc closes.` : "Nothing found.";
    choose(found.length ? 0 : -1);
  };
  const ask = async () => {
    const mine = ++asked;
    try {
      const answer = await fetch(`${citing.dataset.citing}?${new URLSearchParams({ q: search.value })}`, { headers: { Accept: "application/json" } });
      if (mine !== asked) return;
      if (answer.ok) offer((await answer.json()).found);
      else said.textContent = "The search does not answer. Type the label, like ST3, and Enter.";
    } catch {
      said.textContent = "The server cannot be reached. Type the label, like ST3, and Enter.";
    }
  };
  const askSoon = later(ask, 150);
  const open = (before) => {
    brackets = before;
    citing.hidden = false;
    opener.setAttribute("aria-expanded", "true");
    search.value = "";
    search.focus();
    ask();
  };
  const close = () => {
    citing.hidden = true;
    opener.setAttribute("aria-expanded", "false");
    search.setAttribute("aria-expanded", "false");
    asked += 1;
    text.focus();
  };
  const write = (words) => {
    close();
    const inserted = `${brackets}${words}]]`;
    // The old command is the only one that leaves the field's undo as it should be.
    if (!document.execCommand("insertText", false, inserted)) {
      text.setRangeText(inserted, text.selectionStart, text.selectionEnd, "end");
      text.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };

  opener.addEventListener("click", () => (citing.hidden ? open("[[") : close()));
  text.addEventListener("input", (event) => {
    const before = text.value.slice(0, text.selectionStart);
    if (event.data === "[" && before.endsWith("[[") && !before.endsWith("[[[")) open("");
  });
  search.addEventListener("input", () => {
    if (search.value.endsWith("]]")) write(search.value.slice(0, -2).trim());
    else askSoon();
  });
  search.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (offers.length) choose((chosen + step + offers.length) % offers.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      const words = offers[chosen]?.insert ?? search.value.trim();
      if (words) write(words);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the focus in the field
  list.addEventListener("click", (event) => {
    const item = event.target.closest("li");
    if (item) write(offers[[...list.children].indexOf(item)].insert);
  });

  // What is behind a citation, beside it

  const card = Object.assign(document.createElement("div"), { className: "cite-card", hidden: true });
  card.setAttribute("role", "tooltip");
  preview.after(card);
  const hide = () => { card.hidden = true; };
  const hideSoon = later(() => { if (!card.matches(":hover")) hide(); }, 250);
  const show = (event) => {
    const link = event.target.closest?.('a[href^="#cited-"]');
    const entry = link && document.getElementById(link.hash.slice(1));
    if (!entry) return;
    card.replaceChildren(...[...entry.childNodes].map((node) => node.cloneNode(true)));
    card.hidden = false;
    const place = link.getBoundingClientRect(), frame = preview.parentElement.getBoundingClientRect();
    card.style.top = `${place.bottom - frame.top + 4}px`;
    card.style.left = `${Math.max(0, Math.min(place.left - frame.left, frame.width - card.offsetWidth))}px`;
  };
  preview.addEventListener("pointerover", show);
  preview.addEventListener("focusin", show);
  preview.addEventListener("pointerout", hideSoon);
  preview.addEventListener("focusout", hide);
  card.addEventListener("pointerleave", hideSoon);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });

  for (const element of document.querySelectorAll(".needs-script")) element.hidden = false;
}
