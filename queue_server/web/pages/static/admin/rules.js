// The rules a centre sets for itself.

import { el } from "../dom.js";
import { t } from "../words.js";
import { check, number, select, text } from "./form.js";
import { label } from "./labels.js";
import { items } from "./lists.js";
import { offered } from "./values.js";

/** Return the section of rules. */
export function policy(plan) {
  const rules = plan.policy;
  const name = (member) => label("policy", member);
  const many = (member, about) => number(rules, member, name(member), `policy.${member}`, about);
  const yes = (member, about) => check(rules, member, name(member), `policy.${member}`, about);
  const one = (member, options, about) => select(rules, member, name(member), `policy.${member}`, options, about);
  const words = (member, about) => text(rules, member, name(member), `policy.${member}`, about);
  return [
    el("h3", {}, t("Priority")),
    one("priority", offered("policy.priority")),
    el("div", { class: "pair" }, many("priority_run", { least: 1 }), many("guard_minutes", { least: 1, none: true, hint: t("Empty turns this off.") })),
    yes("guard_in_strict"),
    yes("priority_at_kiosk"),
    el("div", { class: "pair" }, words("sentence_vi", { lines: 3, hint: t("Stands at the kiosk.") }), words("sentence_en", { lines: 3 })),
    el("h4", {}, t("Priority groups")),
    items(rules.groups, "policy.groups", {
      add: t("Add a group"),
      title: (group) => `${group.rank} · ${group.name_vi || "…"}`,
      draw: (group, where) => [
        el("div", { class: "pair" }, text(group, "name_vi", label("", "name_vi"), `${where}.name_vi`), text(group, "name_en", label("", "name_en"), `${where}.name_en`)),
        el("div", { class: "pair" }, number(group, "rank", label("", "rank"), `${where}.rank`), text(group, "code", label("", "code"), `${where}.code`, { max: 32 })),
      ],
      make: () => ({ code: "", name_vi: "", name_en: "", rank: 1 }),
    }),
    el("h3", {}, t("Giving numbers")),
    el("div", { class: "pair" }, many("dossiers_per_ticket", { hint: t("0 is no limit.") }), one("agents_series", [[null, t("None: more is refused")], ...plan.series.map((series) => [series.id, series.prefix])])),
    el("div", { class: "pair" }, many("tickets_a_minute", { hint: t("0 is no limit.") }), many("tickets_in_a_row", { hint: t("0 is no limit.") })),
    yes("issue_without_counter"),
    yes("last_ticket_by_capacity"),
    one("lunch", offered("policy.lunch")),
    el("h3", {}, t("Calling")),
    el("div", { class: "pair" }, many("presence_s"), many("recall_gap_s")),
    el("div", { class: "pair" }, many("calls_before_miss", { least: 1 }), many("grace_minutes")),
    many("undo_s"),
    yes("spell_digits"),
    one("zero_word", [["linh", "linh"], ["lẻ", "lẻ"]]),
    el("h3", {}, t("Limits for alerts and figures")),
    el("div", { class: "pair" }, many("target_wait_minutes", { least: 1 }), many("breach_wait_minutes", { least: 1 })),
    el("div", { class: "pair" }, many("long_service_minutes", { least: 1 }), many("text_days", { least: 1 })),
  ];
}
