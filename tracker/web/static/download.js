// A long report takes a while to be written as a file: the page says so until it is there, and asks once.
// Without this the links lead to the files all the same.
"use strict";

const writingSaid = document.querySelector("[data-download-said]");

/** The name that the server gives a file, as its answer says it. */
function nameOf(answer) {
  const said = answer.headers.get("Content-Disposition") ?? "";
  const encoded = /filename\*=UTF-8''([^;]+)/.exec(said);
  return encoded ? decodeURIComponent(encoded[1]) : /filename="?([^";]+)/.exec(said)?.[1] ?? "";
}

/** Fetches the file and hands it over; whether that worked. */
async function handOver(link) {
  const answer = await fetch(link.href);
  if (!answer.ok || answer.redirected) return false;
  const address = URL.createObjectURL(await answer.blob());
  Object.assign(document.createElement("a"), { href: address, download: nameOf(answer) }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  return true;
}

for (const link of document.querySelectorAll("main a[download]")) {
  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (link.getAttribute("aria-disabled")) return;
    const name = link.textContent.trim();
    link.setAttribute("aria-disabled", "true");
    writingSaid.textContent = `${name} is being written. A long report takes a few seconds…`;
    const isThere = await handOver(link).catch(() => false);
    link.removeAttribute("aria-disabled");
    writingSaid.textContent = isThere ? `${name} is written: your browser has it now.` : "";
    if (!isThere) window.location.assign(link.href); // the server says why on a page
  });
}
