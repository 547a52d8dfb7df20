// Fields that would speak the browser's language instead of the page's: files, and days.

import { el, put } from "./dom.js";
import { dayWritten } from "./time.js";
import { t } from "./words.js";

/** Say in the page's language what to choose, and what was chosen. */
export function dressFile(input) {
  const name = el("span", { class: "file-name" });
  const say = () => put(name, [...input.files].map((file) => file.name).join(", ") || t("no file chosen"));
  const field = el("span", { class: "file" }, el("span", { class: "button small", "aria-hidden": "true" }, t("Choose a file")), name);
  input.replaceWith(field);
  field.prepend(input);
  for (const happened of ["change", "cleared"]) input.addEventListener(happened, say);
  say();
}

/** Let days be written day first in a field, whatever the browser's country; wrong ones are told. */
export function dressDay(input) {
  const judge = () => input.setCustomValidity(!input.value.trim() || dayWritten(input.value) ? "" : t("Write the day as dd/mm/yyyy."));
  input.addEventListener("input", judge);
}
