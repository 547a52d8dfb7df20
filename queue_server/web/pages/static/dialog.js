// Questions over a page: picked with a digit, the arrows, the mouse or a finger; Escape picks nothing.

import { el } from "./dom.js";
import { t } from "./words.js";

const DIGITS = 9;

/** Return whether somebody is typing: then letters and digits are not ours. */
export function isTyping(target) {
  return target.matches("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])");
}

/**
 * Open a dialog and return what it was closed with, null if it was left. `fill(close)` returns what
 * stands under the title.
 */
export function open(title, fill, { look = "" } = {}) {
  return new Promise((done) => {
    const box = el("dialog", { class: look, "aria-labelledby": "dialog-title" });
    let answer = null;
    const close = (value = null) => {
      answer = value;
      box.close();
    };
    box.append(head(title, close), ...fill(close, box));
    box.addEventListener("close", () => {
      box.remove();
      done(answer);
    });
    box.addEventListener("keydown", (event) => {
      // a search field would take the first Escape for itself
      if (event.key === "Escape" && !event.isComposing) {
        event.preventDefault();
        close();
      } else pickByDigit(event, box);
    });
    document.body.append(box);
    box.showModal();
    // the title, not the button beside it: digits pick, and Enter closes nothing by chance
    (box.querySelector("[data-first]") ?? box.querySelector("h2")).focus();
  });
}

function head(title, close) {
  return el(
    "div",
    { class: "dialog-head" },
    el("h2", { id: "dialog-title", tabindex: "-1" }, title),
    el("button", { type: "button", class: "button plain small", onclick: () => close(), "aria-label": t("Close this window") }, "✕"),
  );
}

function pickByDigit(event, box) {
  if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
  const wanted = box.querySelector(`[data-digit="${CSS.escape(event.key)}"]:not([hidden])`);
  if (!wanted) return;
  event.preventDefault();
  wanted.click();
}

/** Return a button for each choice {value, text, hint}; the first nine have a digit, if wanted. */
export function choices(offered, pick, { digits = true } = {}) {
  return el(
    "ul",
    { class: "choices" },
    offered.map((choice, place) => {
      const digit = digits && place < DIGITS ? String(place + 1) : null;
      return el(
        "li",
        {},
        el(
          "button",
          { type: "button", class: "button choice", "data-digit": digit, "data-value": choice.value, onclick: () => pick(choice.value) },
          digit && el("kbd", { "aria-hidden": "true" }, digit),
          el("span", {}, choice.text, choice.hint && el("small", { class: "quiet" }, choice.hint)),
        ),
      );
    }),
  );
}

/** Ask for one of some choices; return its value, or null. */
export function choose(title, offered, options = {}) {
  return open(title, (close) => [choices(offered, close, options)]);
}

/** Ask for a reason, one of a list or in somebody's own words; return it, or null. */
export function reason(title, reasons) {
  return open(title, (close) => {
    const own = el("input", { name: "own", maxlength: "1000", autocomplete: "off", "aria-label": t("Another reason") , placeholder: t("Another reason") });
    const form = el("form", { class: "own-words" }, own, el("button", { type: "submit", class: "button primary" }, t("OK")));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (own.value.trim()) close(own.value.trim());
    });
    return [choices(reasons.map((text) => ({ value: text, text })), close), form];
  });
}

/** Ask before something that cannot be taken back; return whether it is wanted. */
export async function sure(title, yes, text = "") {
  const answer = await open(title, (close) => [
    text && el("p", {}, text),
    el(
      "div",
      { class: "buttons" },
      el("button", { type: "button", class: "button", onclick: () => close(), "data-first": true }, t("Cancel")),
      el("button", { type: "button", class: "button danger", onclick: () => close(true) }, yes),
    ),
  ].filter(Boolean));
  return answer === true;
}

/** Ask for one of a long list; typing a part of it, with or without marks, shortens the list. */
export function search(title, offered, { above = () => [], label = t("Type a part to find it") } = {}) {
  return open(title, (close) => {
    const typed = el("input", { type: "search", autocomplete: "off", "aria-label": label, placeholder: label, "data-first": true });
    const list = choices(offered, close, { digits: false });
    const none = el("p", { class: "quiet", hidden: true }, t("Nothing fits."));
    const rows = [...list.children].map((row, place) => [row, plain(`${offered[place].text} ${offered[place].hint ?? ""}`)]);
    const shown = () => rows.filter(([row]) => !row.hidden);
    typed.addEventListener("input", () => {
      for (const [row, text] of rows) row.hidden = !text.includes(plain(typed.value.trim()));
      none.hidden = shown().length > 0;
    });
    typed.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      shown()[0]?.[0].querySelector("button").click();
    });
    return [...above(), typed, list, none];
  });
}

/** Return a text as it is searched: small letters without marks. */
export function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
}
