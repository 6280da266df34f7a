// Makes the files of a version that are not made yet, one after another; without this each has its button.
"use strict";

const making = document.querySelector("[data-making]");

/** Whether the file that the form asks for is made now. */
async function made(form) {
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
    });
    return answer.ok && (await answer.json()).made !== undefined;
  } catch {
    return false;
  }
}

async function makeAll(forms) {
  const status = making.querySelector("[data-making-status]");
  const bar = making.querySelector("progress");
  const failed = [];
  for (const form of forms) {
    status.textContent = `${bar.value} of ${bar.max} files are made. Making ${form.dataset.make}…`;
    if (await made(form)) bar.value += 1;
    else failed.push(form.dataset.make);
  }
  if (!failed.length) window.location.reload();
  status.textContent = `${bar.value} of ${bar.max} files are made. Could not be made: ${failed.join("; ")}. Use its button to see why.`;
}

if (making) makeAll([...document.querySelectorAll("form[data-make]")]);
