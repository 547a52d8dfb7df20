// Short words about what was just done; they go by themselves, faults stay longer.

import { el } from "./dom.js";

const GOOD_MS = 4_000;
const BAD_MS = 9_000;

function place(id, role) {
  const found = document.getElementById(id);
  if (found) return found;
  const made = el("div", { id, class: "toasts", role });
  document.body.append(made);
  return made;
}

/** Say that something was done. */
export function said(text) {
  toast(place("toasts", "status"), text, "good", GOOD_MS);
}

/** Say that something was not done. */
export function failed(text) {
  toast(place("alerts", "alert"), text, "bad", BAD_MS);
}

function toast(parent, text, look, stay) {
  const made = el("p", { class: `toast ${look}` }, text);
  parent.replaceChildren(made);
  setTimeout(() => made.remove(), stay);
}
