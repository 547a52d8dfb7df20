// The sections of the set-up: which fields each has, in the words of people.

import { el } from "../dom.js";
import { t } from "../words.js";
import { check, choices, linesOf, number, renaming, select, text } from "./form.js";
import { hours } from "./hours.js";
import { kindName, label } from "./labels.js";
import { items } from "./lists.js";
import { logo } from "./logo.js";
import { reporting } from "./reports.js";
import { policy } from "./rules.js";

/** Kinds of visits that may be asked for without a field: a dossier is always for one. */
const KINDS = ["collect", "guidance"];

/** The sections, in order: how they are called, and which places of the plan they hold. */
export function sections() {
  return [
    { name: t("Names and notice"), draw: general },
    { name: t("Fields"), draw: fields },
    { name: t("Number series"), draw: series },
    { name: t("Counters"), draw: counters },
    { name: t("Hours"), draw: hours },
    { name: t("Rules"), draw: policy },
    { name: t("Reports"), draw: reporting },
  ];
}

function general(plan) {
  const one = (member, about) => text(plan, member, label("", member), member, about);
  return [
    el("div", { class: "pair" }, one("name_vi"), one("name_en")),
    el("div", { class: "pair" }, linesOf(plan, "header_vi", label("", "header_vi"), "header_vi", { hint: t("One line each, at most four; on tickets and boards.") }), linesOf(plan, "header_en", label("", "header_en"), "header_en")),
    el("div", { class: "pair" }, one("notice_vi", { lines: 3, hint: t("Runs along the boards and stands at the kiosk.") }), one("notice_en", { lines: 3 })),
    logo(plan),
    one("public_url", { kind: "url", hint: t("Where phones reach this server, e.g. https://so.xa.gov.vn. Empty: no code on the ticket.") }),
    one("zone"),
  ];
}

function seriesOptions(plan) {
  return plan.series.map((one) => [one.id, one.name_vi ? `${one.prefix} · ${one.name_vi}` : one.prefix]);
}

function fields(plan) {
  const draw = (one, where) => {
    const typed = text(one, "code", label("", "code"), `${where}.code`, { max: 32, hint: t("Letters and digits without accents, e.g. HT") });
    const code = renaming(typed, one, "code", () => plan.fields.map((field) => field.code), (before, after) => renameField(plan, before, after));
    return [
      el("div", { class: "pair" }, text(one, "name_vi", label("", "name_vi"), `${where}.name_vi`), text(one, "name_en", label("", "name_en"), `${where}.name_en`)),
      el("div", { class: "pair" }, text(one, "short_vi", label("", "short_vi"), `${where}.short_vi`, { hint: t("At most 22 letters fit.") }), code),
      el("div", { class: "pair" }, select(one, "series", label("", "series"), `${where}.series`, seriesOptions(plan)), number(one, "minutes", label("", "minutes"), `${where}.minutes`, { least: 1, most: 240 })),
      text(one, "level", label("", "level"), `${where}.level`, { hint: t("Only where another level settles it: Cấp tỉnh.") }),
      check(one, "next_day_after_15", label("", "next_day_after_15"), `${where}.next_day_after_15`),
    ];
  };
  const list = items(plan.fields, "fields", {
    add: t("Add a field"),
    title: (one) => `${plan.series.find((series) => series.id === one.series)?.prefix ?? "?"} · ${one.name_vi || "…"} (${one.code || "…"})`,
    draw,
    make: () => ({ code: "", name_vi: "", name_en: "", series: plan.series[0]?.id ?? "", minutes: 10, short_vi: "", next_day_after_15: false, level: "" }),
    gone: (one) => {
      for (const counter of plan.counters) {
        counter.fields = counter.fields.filter((code) => code !== one.code);
        counter.helps = counter.helps.filter((code) => code !== one.code);
      }
    },
  });
  return [
    el("p", { class: "quiet" }, t("Each field is a tile of the kiosk. Choose at the counters who serves it.")),
    list,
    el("h3", {}, t("Visits without a field")),
    items(plan.kinds, "kinds", {
      add: t("Add a kind of visit"),
      title: (one) => kindName(one.kind),
      draw: (one, where) => [
        renaming(select(one, "kind", label("", "kind"), `${where}.kind`, KINDS.map((kind) => [kind, kindName(kind)])), one, "kind", () => plan.kinds.map((each) => each.kind), (before, after) => renameKind(plan, before, after)),
        el("div", { class: "pair" }, select(one, "series", label("", "series"), `${where}.series`, seriesOptions(plan)), number(one, "minutes", label("", "minutes"), `${where}.minutes`, { least: 1, most: 240 })),
      ],
      make: () => ({ kind: KINDS.find((kind) => plan.kinds.every((one) => one.kind !== kind)) ?? KINDS[0], series: plan.series[0]?.id ?? "", minutes: 5 }),
      gone: (one) => {
        for (const counter of plan.counters) counter.kinds = counter.kinds.filter((kind) => kind !== one.kind);
      },
    }),
  ];
}

/** Let everything that names a field name it as it is called now. */
function renameField(plan, before, after) {
  const renamed = (codes) => codes.map((code) => (code === before ? after : code));
  for (const counter of plan.counters) [counter.fields, counter.helps] = [renamed(counter.fields), renamed(counter.helps)];
  for (const procedure of plan.procedures) if (procedure.field === before) procedure.field = after;
}

function renameSeries(plan, before, after) {
  for (const one of [...plan.fields, ...plan.kinds]) if (one.series === before) one.series = after;
  if (plan.policy.agents_series === before) plan.policy.agents_series = after;
}

function renameKind(plan, before, after) {
  for (const counter of plan.counters) counter.kinds = counter.kinds.map((kind) => (kind === before ? after : kind));
}

function series(plan) {
  const list = items(plan.series, "series", {
    add: t("Add a series"),
    title: (one) => `${one.prefix || "…"}001 ${one.name_vi}`,
    draw: (one, where) => [
      el("div", { class: "pair" }, text(one, "prefix", label("", "prefix"), `${where}.prefix`, { max: 2, hint: t("A capital letter or two, or a digit from 1 to 9.") }), number(one, "quota", label("", "quota"), `${where}.quota`, { least: 1, none: true, hint: t("Empty is no limit.") })),
      el("div", { class: "pair" }, text(one, "name_vi", label("", "name_vi"), `${where}.name_vi`), text(one, "name_en", label("", "name_en"), `${where}.name_en`)),
      renaming(text(one, "id", label("", "id"), `${where}.id`, { max: 32 }), one, "id", () => plan.series.map((each) => each.id), (before, after) => renameSeries(plan, before, after)),
    ],
    make: () => ({ id: `s${plan.series.length + 1}`, prefix: "", name_vi: "", name_en: "", quota: null }),
  });
  return [el("p", { class: "quiet" }, t("A series owns numbers, from 001 every day. Several fields may share one.")), list];
}

function counters(plan) {
  const named = () => plan.fields.map((one) => [one.code, one.short_vi || one.name_vi]);
  const list = items(plan.counters, "counters", {
    add: t("Add a counter"),
    title: (one) => [one.name || "…", [...one.fields, ...one.kinds.map(kindName)].join(", ")].filter(Boolean).join(" · "),
    draw: (one, where) => [
      el("div", { class: "pair" }, text(one, "name", label("", "name"), `${where}.name`), text(one, "id", label("", "id"), `${where}.id`, { max: 32, hint: t("The number that is called: Quầy 1 is 1.") })),
      choices(one, "fields", label("", "fields"), `${where}.fields`, named()),
      choices(one, "helps", label("", "helps"), `${where}.helps`, named()),
      plan.kinds.length ? choices(one, "kinds", label("", "kinds"), `${where}.kinds`, plan.kinds.map((kind) => [kind.kind, kindName(kind.kind)])) : null,
    ].filter(Boolean),
    make: () => {
      const next = String(Math.max(0, ...plan.counters.map((one) => Number(one.id) || 0)) + 1);
      return { id: next, name: `Quầy ${next}`, fields: [], kinds: [], helps: [] };
    },
  });
  return [el("p", { class: "quiet" }, t("A counter that is open can only be removed once it is closed.")), list];
}
