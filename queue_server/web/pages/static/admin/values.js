// What the closed lists of a plan offer, in the words of people: for its forms and for its changes.

import { t } from "../words.js";

let known = null;

function LISTS() {
  known ??= {
    "policy.priority": [["interleave", t("In turn: some with priority, then one other")], ["strict", t("Strict: everybody with priority first")]],
    "policy.lunch": [["carry", t("Numbers stay and go on afterwards")], ["serve_out", t("The line is served to its end")]],
    "hours.holidays.kind": [["off", t("Day off")], ["work", t("Working day by exception")]],
    "reporting.expected": [["ii06a", t("Form II.06a")], ["register", t("Register of dossiers")], ["queue", t("How citizens were received")], ["officers", t("Officers who receive")], ["ratings", t("Satisfaction")]],
    "reporting.register": [["provincial", t("The province's columns (15)")], ["form_2018", t("The columns of 2018 (13)")]],
    "reporting.register_complete": [["code", t("Dossier code")], ["procedure", t("Procedure")], ["received", t("Day received")], ["due", t("Day due")], ["done", t("Day settled")], ["officer", t("Officer who received it")]],
    "reporting.withdrawn": [["left_out", t("Left out of the form")], ["settled", t("Settled on the day they ended")]],
  };
  return known;
}

/** Return what may be chosen at a place of the plan: a list of [value, words]. */
export function offered(place) {
  return LISTS()[place];
}

/** Return a value, or several with commas between, as the forms call it. */
export function named(place, value) {
  const list = LISTS()[place];
  if (!list) return value;
  const words = new Map(list);
  return value.split(", ").map((one) => words.get(one) ?? one).join(", ");
}
