// What will change, whom it touches, and how kiosk and hall will look.

import { el } from "../dom.js";
import { sentence, spoken, t, tn } from "../words.js";
import { kindName, label, partName } from "./labels.js";
import { named } from "./values.js";

/** Return the changes as a list that people read. */
export function changesOf(changes) {
  if (!changes.length) return el("p", { class: "quiet" }, t("Nothing is different."));
  return el("ul", { class: "changes" }, changes.map((one) => el("li", {}, ...change(one))));
}

function subject(one) {
  if (!one.key) return partName(one.part);
  // a counter's name says what it is
  if (one.part === "counters" && one.name) return one.name;
  return `${partName(one.part)} ${one.name ? `${one.name} (${one.key})` : one.key}`;
}

function change(one) {
  const who = subject(one);
  if (one.kind === "added") return [el("span", { class: "badge good" }, t("new")), " ", who];
  if (one.kind === "removed") return [el("span", { class: "badge bad" }, t("removed")), " ", who];
  if (one.member === "logo") return [el("strong", {}, who), ` · ${label(one.part, one.member)}`];
  const told = (value) => named(`${one.part}.${one.member}`, value) || t("(empty)");
  return [
    el("strong", {}, who),
    ` · ${label(one.part, one.member)}: `,
    el("del", {}, told(one.before)),
    " → ",
    el("ins", {}, told(one.after)),
  ];
}

/** Return all that is to be seen before saving. */
export function review(told, plan) {
  return [
    ...told.affected.map((one) => el("p", { class: "banner warn" }, sentence(one))),
    changesOf(told.changes),
    told.doubts.length
      ? el("details", { class: "doubts" }, el("summary", {}, tn("%(n)s thing to look at, which does not hinder", "%(n)s things to look at, which do not hinder", told.doubts.length)), el("ul", {}, told.doubts.map((one) => el("li", {}, sentence(one)))))
      : null,
    el("details", { class: "previews", open: touchesPictures(told.changes) }, el("summary", {}, t("How kiosk and hall will look")), kiosk(plan), hall(plan)),
  ].filter(Boolean);
}

function touchesPictures(changes) {
  return changes.some((one) => ["", "fields", "kinds", "series"].includes(one.part));
}

function kiosk(plan) {
  const signs = new Map(plan.series.map((one) => [one.id, one.prefix]));
  const tile = (sign, words) => el("li", { class: "tile" }, el("span", { class: "tile-sign" }, sign ?? "?"), el("span", {}, words));
  const tiles = [
    ...plan.fields.map((one) => tile(signs.get(one.series), one.short_vi || one.name_vi)),
    ...plan.kinds.map((one) => tile(signs.get(one.series), kindName(one.kind))),
  ];
  return el("figure", { class: "preview" }, el("figcaption", {}, t("Kiosk")), ...plan.header_vi.map((line) => el("p", { class: "preview-head" }, line)), el("ul", { class: "tiles" }, tiles), el("p", { class: "preview-notice" }, plan.notice_vi));
}

function hall(plan) {
  return el(
    "figure",
    { class: "preview preview-hall" },
    el("figcaption", {}, t("Hall board")),
    ...(plan.header_vi.length ? plan.header_vi : [plan.name_vi]).map((line) => el("p", { class: "preview-head" }, line)),
    el("ul", { class: "tiles" }, plan.counters.slice(0, 8).map((one) => el("li", { class: "tile" }, el("span", { class: "tile-sign" }, "—"), el("span", {}, one.name)))),
    el("p", { class: "preview-notice" }, spoken(plan, "notice")),
  );
}
