// A list of things in a form: each folds away behind its name, and can be moved, added and removed.

import { el } from "../dom.js";
import { t } from "../words.js";

/**
 * Return the list `items`; `draw(item, where)` gives the fields of one, `title(item)` its name,
 * `make()` a new one. `gone(item)` is told of what was removed.
 */
export function items(list, where, { add, title, draw, make, gone = () => {}, none = "" }) {
  const place = el("div", { class: "items", "data-where": where, tabindex: "-1" });
  const fault = el("span", { class: "fault", id: `${where.replaceAll(/\W/g, "-")}-fault`, hidden: true });
  place.setAttribute("aria-describedby", fault.id);

  function again(open = -1) {
    const rows = list.map((item, at) => one(item, at, at === open));
    place.replaceChildren(...(rows.length ? rows : [el("p", { class: "quiet" }, none || t("Nothing yet."))]));
    place.dispatchEvent(new CustomEvent("typed", { bubbles: true }));
    place.dispatchEvent(new CustomEvent("reshaped", { bubbles: true }));
    place.children[open]?.querySelector("input, select, textarea")?.focus();
  }

  function one(item, at, open) {
    const name = el("span", { class: "item-name" }, title(item));
    const row = el("details", { class: "item card", open }, el("summary", {}, name), el("div", { class: "form item-form" }, draw(item, `${where}[${at}]`)), buttons(item, at));
    row.addEventListener("typed", () => (name.textContent = title(item)));
    return row;
  }

  function buttons(item, at) {
    const move = (to) => {
      list.splice(to, 0, ...list.splice(at, 1));
      again(to);
    };
    return el(
      "div",
      { class: "buttons item-buttons" },
      el("button", { type: "button", class: "button small", disabled: at === 0, onclick: () => move(at - 1) }, t("Move up")),
      el("button", { type: "button", class: "button small", disabled: at === list.length - 1, onclick: () => move(at + 1) }, t("Move down")),
      el("button", { type: "button", class: "button small danger", onclick: () => (list.splice(at, 1), gone(item), again()) }, t("Remove")),
    );
  }

  place.append(...list.map((item, at) => one(item, at, false)));
  if (!list.length) place.append(el("p", { class: "quiet" }, none || t("Nothing yet.")));
  const button = el("button", { type: "button", class: "button", onclick: () => (list.push(make()), again(list.length - 1)) }, add);
  return el("div", {}, fault, place, el("p", { class: "buttons" }, button));
}
