// A catalogue file, looked at line by line before it is taken in.

import { ask, ofCentre, post } from "../ask.js";
import { byId, el } from "../dom.js";
import { pressed } from "../press.js";
import { said } from "../toast.js";
import { sentence, t, tn } from "../words.js";
import { label } from "./labels.js";

const SHOWN = 300;
const dialog = byId("importing");
const form = byId("file-form");
const body = byId("import-body");
let looked = null;

/** Make the dialog work; `done` is called after a file was taken in. */
export function takeIn(done) {
  byId("take-in").addEventListener("click", () => {
    form.reset();
    forget();
    dialog.showModal();
  });
  byId("import-back").addEventListener("click", () => dialog.close());
  form.addEventListener("change", () => pressed(form, look, { tell, again: 0 }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (looked) pressed(byId("import-save"), () => save(done), { tell, again: 0 });
  });
}

function forget() {
  looked = null;
  body.replaceChildren();
  byId("import-save").disabled = true;
}

async function look() {
  forget();
  const file = form.elements.file.files[0];
  if (!file) return;
  const csv = await read(file);
  if (csv === null) return tell(t("This file is not UTF-8. Save it in the spreadsheet as “CSV UTF-8”."));
  const whole = form.elements.whole.checked;
  const told = await post(ofCentre("/catalogue/check"), { csv, whole });
  if (told.faults.length) return faults(told.faults);
  looked = { csv, whole, version: told.version };
  changes(told);
  byId("import-save").disabled = told.taken.length === 0;
  return null;
}

async function read(file) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    return null;
  }
}

function faults(all) {
  body.replaceChildren(
    el("p", { class: "banner bad" }, tn("%(n)s line has to be mended; nothing was taken in.", "%(n)s lines have to be mended; nothing was taken in.", all.length)),
    el("ul", { class: "changes" }, all.slice(0, SHOWN).map((one) => el("li", {}, el("strong", {}, t("Line %(line)s", { line: one.line })), `: ${sentence(one)}`))),
  );
}

function changes(told) {
  const count = (kind) => told.taken.filter((one) => one.kind === kind).length;
  const words = t("%(added)s new, %(changed)s changed, %(removed)s taken away, %(same)s as before.", { added: count("added"), changed: count("changed"), removed: count("removed"), same: told.same });
  body.replaceChildren(
    el("p", { class: count("removed") ? "banner warn" : "banner" }, words),
    el("ul", { class: "changes" }, told.taken.slice(0, SHOWN).map(taken)),
    told.taken.length > SHOWN ? el("p", { class: "quiet" }, t("… and %(n)s more", { n: told.taken.length - SHOWN })) : "",
  );
}

function taken(one) {
  const look = { added: ["badge good", t("new")], changed: ["badge warn", t("changed")], removed: ["badge bad", t("taken away")] }[one.kind];
  const each = one.differences.map((what) => el("div", { class: "difference" }, `${label("procedures", what.member)}: `, el("del", {}, what.before || t("(empty)")), " → ", el("ins", {}, what.after || t("(empty)"))));
  const line = one.line ? t("Line %(line)s", { line: one.line }) : "";
  return el("li", {}, el("span", { class: look[0] }, look[1]), ` ${[line, one.code, one.name].filter(Boolean).join(" · ")}`, each);
}

async function save(done) {
  const { csv, whole, version } = looked;
  await ask("PUT", ofCentre("/catalogue"), { csv, whole }, { headers: { "If-Match": `"${version}"` } });
  dialog.close();
  said(t("The catalogue is in force now."));
  await done();
}

function tell(words) {
  body.replaceChildren(el("p", { class: "banner bad", role: "alert" }, words));
}
