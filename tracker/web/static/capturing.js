// Several files are sent one by one, so that each has its result as soon as it is there; files can be dropped
// on the form. Without this the form sends them all, and the next page says the same.
"use strict";

const sendingSaid = document.querySelector("[data-sending-said]");
const sendingForm = sendingSaid.closest("main").querySelector("form[data-guard]");
const chosenFiles = sendingForm.elements.file;
const sendingProgress = document.querySelector("[data-sending-progress]");
const outcomes = document.getElementById("outcomes");
let isSending = false;

/** What the form says of one file alone. */
function formOf(file) {
  const sent = new FormData(sendingForm);
  sent.delete("file");
  sent.append("file", file);
  sent.append("several", "y");
  return sent;
}

/** A row of our own, where the server made none. */
function refusedRow(file, why) {
  const row = document.createElement("li");
  row.className = "outcome-refused";
  for (const words of [`${file.name} is not captured`, why]) {
    row.append(Object.assign(document.createElement("p"), { textContent: words }));
  }
  row.firstChild.className = "record-title";
  return row;
}

/** The row with what became of a file, out of the page that the server answers with. */
async function outcomeOf(file) {
  try {
    const answer = await fetch(sendingForm.action, { method: "POST", body: formOf(file) });
    if (answer.redirected) return refusedRow(file, "You are logged out: log in in another tab, then send it again.");
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const row = page.querySelector("#outcomes > li");
    if (row) return document.importNode(row, true);
    const why = page.querySelector("#error-summary li, main .lede, main h1")?.textContent.trim();
    return refusedRow(file, why || "The server did not say why.");
  } catch {
    return refusedRow(file, "It could not be sent: check the connection, then choose it once more.");
  }
}

async function sendEach(files) {
  isSending = true;
  sendingProgress.hidden = false;
  sendingProgress.max = files.length;
  let captured = 0;
  for (const [number, file] of files.entries()) {
    sendingProgress.value = number;
    sendingSaid.textContent = `${number + 1} of ${files.length}: ${file.name} is being sent and read…`;
    const row = await outcomeOf(file);
    outcomes.append(row);
    if (row.className === "outcome-captured") captured += 1;
  }
  sendingProgress.hidden = true;
  isSending = false;
  sendingSaid.textContent = `${captured} of ${files.length} files captured. Title, author and date are what `
    + "each says of itself, unchecked: correct what is wrong.";
}

sendingForm.addEventListener("submit", async (event) => {
  const files = [...chosenFiles.files];
  if (isSending) return event.preventDefault();
  if (!files.length) return;
  if (files.length === 1) {
    sendingSaid.textContent = `${files[0].name} is being sent and read. A long file takes up to half a minute…`;
    return;
  }
  event.preventDefault();
  if (sendingForm.elements.text.value.trim()) {
    sendingSaid.textContent = "Paste a text or choose files, not both. Nothing was sent.";
    return;
  }
  const button = sendingForm.querySelector("button[type=submit]");
  button.disabled = true;
  await sendEach(files);
  button.disabled = false;
  chosenFiles.value = "";
});

window.addEventListener("beforeunload", (event) => {
  if (isSending) event.preventDefault();
});

// A page that was left and come back to does not go on saying what it did.
window.addEventListener("pageshow", () => { sendingSaid.textContent = ""; });

for (const kind of ["dragover", "dragleave", "drop"]) {
  sendingForm.addEventListener(kind, (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    sendingForm.classList.toggle("dropping", kind === "dragover");
    if (kind !== "drop" || !event.dataTransfer.files.length || isSending) return;
    chosenFiles.files = event.dataTransfer.files;
    const count = chosenFiles.files.length;
    sendingSaid.textContent = count === 1 ? `${chosenFiles.files[0].name} is chosen.` : `${count} files are chosen.`;
  });
}
