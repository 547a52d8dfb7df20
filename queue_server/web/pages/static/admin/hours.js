// Hours in a form: a week with a line for each day, and the days that are not as usual.

import { el } from "../dom.js";
import { t } from "../words.js";
import { check, row, select, text } from "./form.js";
import { items } from "./lists.js";
import { offered } from "./values.js";

const DAYS = () => [t("Monday"), t("Tuesday"), t("Wednesday"), t("Thursday"), t("Friday"), t("Saturday"), t("Sunday")];
const CLOCK = /^(\d{1,2})(?:[h:.](\d{0,2}))?$/;
const USUAL = [{ start: "07:30", end: "11:30" }, { start: "13:30", end: "17:00" }];

/** Return what was typed, "7h30-11h30, 13:30-17:00", as intervals; what is no time stays as it is and is told. */
export function intervalsOf(typed) {
  return typed
    .split(/[,;]/)
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => {
      const [start = "", end = ""] = part.split(/[-–—]/).map((clock) => clockOf(clock.trim()));
      return { start, end };
    });
}

function clockOf(typed) {
  const found = CLOCK.exec(typed);
  return found ? `${found[1].padStart(2, "0")}:${(found[2] || "0").padStart(2, "0")}` : typed;
}

export function told(intervals) {
  return intervals.map((one) => `${one.start}–${one.end}`).join(", ");
}

function line(label, where, intervals, keep) {
  const input = el("input", { type: "text", autocomplete: "off", placeholder: t("closed") });
  input.value = told(intervals);
  input.addEventListener("input", () => {
    keep(intervalsOf(input.value));
    input.dispatchEvent(new CustomEvent("typed", { bubbles: true }));
  });
  return row(label, input, where);
}

function week(one, where) {
  const service = el("fieldset", { class: "days" }, el("legend", {}, t("Service hours")));
  const days = DAYS().map((name, at) => line(name, `${where}.days[${at}]`, one.days[at] ?? [], (value) => (one.days[at] = value)));
  const windows = { own: one.tickets !== null };
  const tickets = el("fieldset", { class: "days", hidden: !windows.own }, el("legend", {}, t("Ticket hours")));
  const fill = () => {
    const list = one.tickets ?? structuredClone(one.days);
    const lines = DAYS().map((name, at) => line(name, `${where}.tickets[${at}]`, list[at] ?? [], (value) => (list[at] = value)));
    tickets.replaceChildren(el("legend", {}, t("Ticket hours")), ...lines);
    tickets.hidden = !windows.own;
    one.tickets = windows.own ? list : null;
  };
  fill();
  const own = check(windows, "own", t("Numbers are given at other hours than service"), `${where}.tickets`);
  own.addEventListener("typed", fill);
  const copy = el("button", { type: "button", class: "button small" }, t("Tuesday to Friday as Monday"));
  copy.addEventListener("click", () => {
    for (const at of [1, 2, 3, 4]) one.days[at] = structuredClone(one.days[0]);
    [...service.querySelectorAll("input")].forEach((input, at) => (input.value = told(one.days[at])));
    copy.dispatchEvent(new CustomEvent("typed", { bubbles: true }));
  });
  service.append(...days, copy);
  return [
    text(one, "starts", t("Holds from"), `${where}.starts`, { kind: "date", hint: t("The next week list takes over on its own day: winter and summer hours.") }),
    service,
    own,
    tickets,
  ];
}

function holiday(one, where) {
  const intervals = line(t("Hours on that day"), `${where}.intervals`, one.intervals, (value) => (one.intervals = value));
  const kind = select(one, "kind", t("Kind"), `${where}.kind`, offered("hours.holidays.kind"));
  const see = () => (intervals.hidden = one.kind !== "work");
  kind.addEventListener("typed", () => {
    if (one.kind === "off") one.intervals = [];
    else if (!one.intervals.length) one.intervals = structuredClone(USUAL);
    intervals.querySelector("input").value = told(one.intervals);
    see();
  });
  see();
  return [text(one, "date", t("Day"), `${where}.date`, { kind: "date" }), kind, text(one, "note", t("Note"), `${where}.note`), intervals];
}

/** Return the section of hours. */
export function hours(plan) {
  const weeks = items(plan.hours.weeks, "hours.weeks", {
    add: t("Add a week list"),
    title: (one) => t("From %(day)s: %(monday)s on Mondays", { day: one.starts || "…", monday: told(one.days[0] ?? []) || t("closed") }),
    draw: week,
    make: () => ({ starts: "", days: [...Array(5).fill(USUAL), [], []].map((day) => structuredClone(day)), tickets: null }),
  });
  const holidays = items(plan.hours.holidays, "hours.holidays", {
    add: t("Add a day"),
    title: (one) => [one.date || "…", one.kind === "off" ? t("Day off") : told(one.intervals), one.note].filter(Boolean).join(" · "),
    draw: holiday,
    make: () => ({ date: "", kind: "off", note: "", intervals: [] }),
  });
  return [
    check(plan.hours, "always_open", t("Open at every hour"), "hours.always_open", { hint: t("For tests and 24-hour centres: the lists below do not count then.") }),
    el("h3", {}, t("Weeks")),
    el("p", { class: "quiet" }, t("Type hours as 07:30-11:30, 13:30-17:00. Nothing is a closed day.")),
    weeks,
    el("h3", {}, t("Holidays and working days by exception")),
    holidays,
  ];
}
