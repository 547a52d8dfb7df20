// Every action of the console, with the one key that does it: the same keys as in the terminal.

import { isTyping } from "../dialog.js";
import { el } from "../dom.js";
import { t } from "../words.js";

const OFF = "staff-keys-off";

export const KEYS = [
  { action: "next", key: " ", shown: t("Space"), caption: t("Call the next"), look: "primary big", counts: true },
  { action: "open", key: "m", caption: t("Open the counter"), look: "primary big" },
  { action: "absent", key: "v", caption: t("Absent"), look: "main" },
  { action: "recall", key: "l", caption: t("Call again"), look: "main" },
  { action: "start", key: "b", caption: t("Start"), look: "main" },
  { action: "finish", key: "h", caption: t("Finish"), look: "main" },
  { action: "hold", key: "g", caption: t("Hold") },
  { action: "transfer", key: "c", caption: t("Transfer") },
  { action: "undo", key: "u", caption: t("Undo") },
  { action: "named", key: "d", caption: t("Call a number") },
  { action: "return", key: "r", caption: t("Back in line") },
  { action: "outcome", key: "k", caption: t("Record outcome"), counts: true },
  { action: "issue", key: "p", caption: t("Give a number") },
  { action: "priority", key: "e", caption: t("Priority") },
  { action: "reprint", key: "i", caption: t("Print again") },
  { action: "find", key: "f", caption: t("Find a number") },
  { action: "pause", key: "t", caption: t("Pause") },
  { action: "close", key: "x", caption: t("Close the counter") },
  // its button stands in the bar
  { action: "sign_out", key: "q", caption: t("Sign out"), unseen: true },
];
/** What anybody of the staff may do without sitting at a counter. */
export const WITHOUT_COUNTER = ["issue", "find", "priority", "sign_out"];

/** Return the keys of some actions. */
export function keysOf(actions) {
  return KEYS.filter((key) => actions.includes(key.action));
}

/** Return the button of an action. */
export function button(key, press) {
  return el(
    "button",
    { type: "button", id: `do-${key.action}`, class: `button key ${key.look ?? ""}`, "aria-keyshortcuts": key.key === " " ? "Space" : key.key.toUpperCase(), onclick: () => press(key.action) },
    el("span", {}, key.caption, " ", key.counts && el("span", { class: "badge", id: `count-${key.action}`, hidden: true })),
    el("kbd", { "aria-hidden": "true" }, key.shown ?? key.key.toUpperCase()),
  );
}

/** Listen for keys; letters and the space bar are left alone while somebody types or answers a question. */
export function listen(keys, press) {
  const known = new Map(keys.map((key) => [key.key, key.action]));
  document.addEventListener("click", leave, true);
  document.addEventListener("keydown", (event) => {
    if (areOff() || event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (document.querySelector("dialog[open]") || isTyping(event.target)) return;
    if (event.key === " " && event.target.closest("button, a, summary")) return;
    const action = known.get(letter(event));
    if (!action) return;
    event.preventDefault();
    press(action);
  });
}

/** After a click with the mouse the space bar shall call the next, not press the same button again. */
function leave(event) {
  if (event.detail > 0 && !document.querySelector("dialog[open]")) event.target.closest("button, a")?.blur();
}

/** Return the letter of a key, also while a Vietnamese keyboard turns letters into others. */
function letter(event) {
  const plain = event.key.toLowerCase();
  if (/^[a-z ]$/.test(plain)) return plain;
  return /^Key[A-Z]$/.test(event.code) ? event.code.slice(3).toLowerCase() : plain;
}

/** Return whether the keys are switched off on this machine. */
export function areOff() {
  try {
    return localStorage.getItem(OFF) === "1";
  } catch {
    return false;
  }
}

/** Switch the keys on or off on this machine. */
export function switchKeys(on) {
  try {
    localStorage.setItem(OFF, on ? "0" : "1");
  } catch {
    // a browser that keeps nothing keeps the keys on
  }
}
