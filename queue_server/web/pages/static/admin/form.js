// Fields of forms that are bound to a member of a thing: what is typed is there at once, and every
// field has its own place for what is wrong with it.

import { el } from "../dom.js";

let count = 0;

/** Say that something was typed: the page looks what is to be done. */
function changed(from) {
  from.dispatchEvent(new CustomEvent("typed", { bubbles: true }));
}

/** Return a labelled field; `where` is its place in the thing that is checked. */
export function row(label, input, where, hint = "") {
  count += 1;
  const id = `field-${count}`;
  input.id = id;
  input.dataset.where = where;
  input.setAttribute("aria-describedby", hint ? `${id}-hint ${id}-fault` : `${id}-fault`);
  return el(
    "div",
    { class: "row" },
    el("label", { for: id }, label),
    input,
    hint ? el("small", { id: `${id}-hint` }, hint) : null,
    el("span", { class: "fault", id: `${id}-fault`, hidden: true }),
  );
}

function bound(input, read, hold) {
  input.addEventListener("input", () => {
    hold(read(input));
    changed(input);
  });
  return input;
}

/** A text; `lines` makes it larger, `max` is its longest. */
export function text(thing, member, label, where, { hint = "", max = 500, lines = 1, kind = "text", none = false } = {}) {
  const autocomplete = kind === "password" ? "new-password" : "off";
  const about = { maxlength: max, autocomplete, ...(lines > 1 ? { rows: lines } : { type: kind }) };
  const input = el(lines > 1 ? "textarea" : "input", about);
  input.value = thing[member] ?? "";
  bound(input, (one) => one.value, (value) => (thing[member] = none && !value ? null : value));
  return row(label, input, where, hint);
}

/**
 * Let what names a thing be renamed with it, when the typing has ended: `all()` are the names of its kind,
 * `apply(before, after)` renames. A name that is taken is left alone: the check tells it.
 */
export function renaming(field, thing, member, all, apply) {
  let before = thing[member];
  const input = field.querySelector("input, select");
  input.addEventListener("change", () => {
    const after = thing[member];
    if (!after || after === before || all().filter((name) => name === after).length > 1) return;
    apply(before, after);
    before = after;
    input.dispatchEvent(new CustomEvent("reshaped", { bubbles: true }));
  });
  return field;
}

/** Several lines that are several values. */
export function linesOf(thing, member, label, where, { hint = "", rows = 3 } = {}) {
  const input = el("textarea", { rows });
  input.value = (thing[member] ?? []).join("\n");
  const read = (one) => one.value.split("\n").map((line) => line.trim()).filter(Boolean);
  bound(input, read, (value) => (thing[member] = value));
  return row(label, input, where, hint);
}

/** A whole number; `none` lets it be empty. */
export function number(thing, member, label, where, { hint = "", least = 0, most = null, none = false } = {}) {
  const input = el("input", { type: "number", inputmode: "numeric", min: least, max: most, step: 1 });
  input.value = thing[member] ?? "";
  const read = (one) => (one.value === "" ? (none ? null : "") : Number(one.value));
  bound(input, read, (value) => (thing[member] = value));
  return row(label, input, where, hint);
}

/** One of a list of [value, words]; the value "" is none. */
export function select(thing, member, label, where, options, { hint = "" } = {}) {
  const known = options.some(([value]) => String(value ?? "") === String(thing[member] ?? ""));
  const all = known ? options : [...options, [thing[member], String(thing[member])]];
  const input = el(
    "select",
    {},
    all.map(([value, words]) => el("option", { value: value ?? "" }, words)),
  );
  input.value = thing[member] ?? "";
  const read = (one) => (one.value === "" && options.some(([value]) => value === null) ? null : one.value);
  bound(input, read, (value) => (thing[member] = value));
  return row(label, input, where, hint);
}

/** Yes or no. */
export function check(thing, member, label, where, { hint = "" } = {}) {
  const input = el("input", { type: "checkbox", "data-where": where });
  input.checked = Boolean(thing[member]);
  bound(input, (one) => one.checked, (value) => (thing[member] = value));
  const words = el("span", {}, label, hint ? el("small", { class: "quiet block" }, hint) : null);
  return el("label", { class: "check" }, input, words);
}

/** Any of a list of [value, words]. */
export function choices(thing, member, label, where, options, { hint = "" } = {}) {
  count += 1;
  const id = `field-${count}`;
  const boxes = options.map(([value, words]) => {
    const input = el("input", { type: "checkbox", value });
    input.checked = thing[member].includes(value);
    input.addEventListener("input", () => {
      const known = options.map(([one]) => one);
      const chosen = new Set(input.checked ? [...thing[member], value] : thing[member].filter((one) => one !== value));
      thing[member] = [...thing[member].filter((one) => chosen.has(one)), ...known.filter((one) => chosen.has(one) && !thing[member].includes(one))];
      changed(input);
    });
    return el("label", { class: "chip" }, input, el("span", {}, words));
  });
  return el(
    "fieldset",
    { class: "chips", "data-where": where, "aria-describedby": hint ? `${id}-hint ${id}-fault` : `${id}-fault` },
    el("legend", {}, label),
    boxes,
    hint ? el("small", { class: "quiet", id: `${id}-hint` }, hint) : null,
    el("span", { class: "fault", id: `${id}-fault`, hidden: true }),
  );
}

/** Take away all that was said to be wrong. */
export function clearFaults(root) {
  for (const fault of root.querySelectorAll(".fault")) {
    fault.hidden = true;
    fault.textContent = "";
  }
  for (const input of root.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
}

/** Say beside its field what is wrong; return the field, or null where there is none for it. */
export function showFault(root, where, sentence) {
  const input = nearest(root, where);
  if (!input) return null;
  input.setAttribute("aria-invalid", "true");
  const fault = document.getElementById(input.getAttribute("aria-describedby")?.split(" ").at(-1) ?? "");
  if (fault) {
    fault.textContent = [fault.textContent, sentence].filter(Boolean).join(" ");
    fault.hidden = false;
  }
  for (let around = input.parentElement; around && around !== root; around = around.parentElement) {
    if (around instanceof HTMLDetailsElement) around.open = true;
  }
  return fault ? input : null;
}

/** The field at a place, or the one that holds it: `days[1][0]` is said at `days[1]`. */
function nearest(root, where) {
  const places = [...root.querySelectorAll("[data-where]")];
  for (let way = where; way; way = way.replace(/(\.\w+|\[\d+\])$/, "")) {
    const found = places.find((one) => one.dataset.where === way);
    if (found) return found;
    if (!/(\.\w+|\[\d+\])$/.test(way)) return null;
  }
  return null;
}
