// The manager's page: the floor as it is now, and the day beside the usual one.

import { gathered } from "../alerts.js";
import { ofCentre, post } from "../ask.js";
import { reason } from "../dialog.js";
import { byId, el, list, put, show } from "../dom.js";
import { sayNotLive, watch } from "../live.js";
import { pressed } from "../press.js";
import { clockNow, length, secondsSince } from "../time.js";
import { said } from "../toast.js";
import { data, spoken, t, tc, tn, whole } from "../words.js";
import { Day } from "./day.js";

const WHY_PAUSE = [t("Enough for today"), t("The officer is away"), t("Technical fault")];
const STATES = { open: tc("counter", "open"), paused: tc("counter", "paused"), closed: tc("counter", "closed") };

const CALM = new Set(["no_open_counter", "paper_low"]);
const OF_MACHINES = new Set(["printer_failed", "paper_low"]);

let view = null;
let at = null;
const day = new Day(drawNames);

watch("/live/dashboard", hear, (state) => {
  sayNotLive(state);
  const line = byId("line");
  put(line, state.live ? t("Live") : t("Not live"));
  line.className = `badge ${state.live ? "good" : "bad"}`;
});
setInterval(tick, 1_000);

function hear(newest, frame) {
  // other series, fields or names: the page is drawn anew with them
  if (view && view.plan_version !== newest.plan_version) return location.reload();
  [view, at] = [newest, frame.at];
  drawOpen();
  drawAlerts();
  drawSums();
  drawFields();
  drawCounters();
  drawSeries();
  tick();
}

/** The day knows how officers and machines are called; it may come later than the floor. */
function drawNames() {
  if (!view) return;
  drawAlerts();
  drawCounters();
}

function tick() {
  if (!at) return;
  put(byId("clock"), clockNow(at));
  for (const place of document.querySelectorAll("[data-since]")) put(place, length(secondsSince(place.dataset.since)));
  for (const row of document.querySelectorAll("tr[data-serving]")) {
    row.toggleAttribute("data-long", data.long_s > 0 && secondsSince(row.dataset.serving) > data.long_s);
  }
}

function drawOpen() {
  const badge = byId("open");
  show(badge, true);
  badge.className = `badge ${view.open.open ? "good" : "warn"}`;
  put(badge, view.open.open ? t("Numbers are given") : spoken(view.open, "reason") || t("No numbers are given"));
}

function drawAlerts() {
  list(
    byId("alerts"),
    gathered(view.alerts),
    (alert) => `${alert.code} ${alert.about}`,
    (alert) => [alert, day.nameOf(alert.about)],
    (alert) =>
      el(
        "li",
        { class: `banner ${CALM.has(alert.code) ? "warn" : "bad"}` },
        el("span", {}, spoken(alert, "sentence"), OF_MACHINES.has(alert.code) && ` ${day.nameOf(alert.about)}`),
        alert.code === "clock_doubted" && confirmClock(),
      ),
  );
}

function confirmClock() {
  const button = el("button", { type: "button", class: "button small" }, t("The clock is right"));
  button.addEventListener("click", () =>
    pressed(button, async () => {
      await post(ofCentre("/clock/confirm"));
      said(t("Times count again."));
    }),
  );
  return button;
}

function drawSums() {
  const today = view.today;
  const waits = view.fields.map((field) => field.longest_wait_s ?? 0);
  put(byId("sum-waiting"), whole(view.waiting));
  put(byId("sum-longest"), view.waiting ? minutes(Math.max(0, ...waits)) : "–");
  put(byId("sum-15"), whole(view.breaches_15));
  put(byId("sum-30"), whole(view.breaches_30));
  byId("card-15").toggleAttribute("data-some", view.breaches_15 > 0);
  byId("card-30").toggleAttribute("data-many", view.breaches_30 > 0);
  const open = view.counters.filter((counter) => counter.state === "open").length;
  put(byId("sum-counters"), `${open} / ${view.counters.length}`);
  put(byId("sum-issued"), whole(today.issued));
  put(byId("sum-served"), whole(today.served));
  put(byId("sum-wait"), today.wait_mean_s === null ? "–" : minutes(today.wait_mean_s));
  put(byId("sum-within"), today.within_15_min === null ? "–" : `${Math.round(today.within_15_min * 100)}%`);
}

function minutes(seconds) {
  return tn("%(n)s min", "%(n)s min", Math.floor(seconds / 60));
}

function drawFields() {
  const most = Math.max(1, ...view.fields.map((field) => field.waiting));
  const rows = [...view.fields].sort((one, other) => Boolean(other.waiting) - Boolean(one.waiting));
  list(
    byId("fields"),
    rows,
    (field) => field.field,
    (field) => [field, most],
    (field) => {
      const bar = el("span", { class: "bar-of", "aria-hidden": "true" });
      bar.style.setProperty("--share", String(field.waiting / most));
      return el(
        "tr",
        { "data-none": !field.waiting, "data-late": field.breaches > 0 },
        el("th", { scope: "row" }, data.shorts[field.field] ?? spoken(field, "name"), field.waiting > 0 && !field.open && el("span", { class: "badge bad" }, t("no open counter"))),
        el("td", { class: "number" }, bar, whole(field.waiting)),
        el("td", { class: "number" }, field.longest_wait_s === null ? "–" : minutes(field.longest_wait_s)),
        el("td", { class: "number" }, field.breaches ? el("strong", {}, whole(field.breaches)) : "0"),
        el("td", { class: "number roomy" }, whole(field.served)),
      );
    },
  );
}

function drawCounters() {
  list(
    byId("counters"),
    view.counters,
    (counter) => counter.id,
    (counter) => [counter, day.officer(counter.officer)],
    (counter) => {
      const serving = counter.ticket_state === "serving";
      const state = counter.label ? (serving ? t("serving") : t("calling")) : STATES[counter.state];
      const look = counter.label ? (serving ? "serving" : "called") : counter.state;
      return el(
        "tr",
        { "data-serving": serving ? counter.since : null },
        el("th", { scope: "row" }, counter.name, counter.officer && el("small", { class: "quiet" }, day.officer(counter.officer))),
        el("td", {}, el("span", { class: "badge", "data-state": look }, state)),
        el("td", {}, counter.label ? el("strong", { class: "number" }, counter.label) : "–"),
        el("td", { class: "number" }, counter.since && counter.state !== "closed" ? el("span", { "data-since": counter.since }, "") : "–"),
        el("td", { class: "number" }, whole(counter.served)),
      );
    },
  );
}

function drawSeries() {
  const paused = new Set(view.paused_series);
  list(
    byId("series"),
    data.series,
    ({ id }) => id,
    ({ id }) => paused.has(id),
    ({ id, prefix, name }) => {
      const isPaused = paused.has(id);
      const button = el("button", { type: "button", class: "button small" }, isPaused ? t("Give numbers again") : t("Pause"));
      button.setAttribute("aria-label", `${button.textContent}: ${prefix} ${name}`);
      button.addEventListener("click", () => (isPaused ? resume(button, id, prefix) : pause(button, id, prefix, name)));
      return el(
        "li",
        {},
        el("strong", { class: "plate" }, prefix),
        el("span", { class: "grow" }, name, isPaused && el("span", { class: "badge warn" }, t("paused"))),
        button,
      );
    },
  );
}

async function pause(button, id, prefix, name) {
  const why = await reason(t("Why shall %(name)s give no numbers?", { name: `${prefix} ${name}` }), WHY_PAUSE);
  if (why === null) return;
  await pressed(button, async () => {
    await post(ofCentre(`/series/${encodeURIComponent(id)}/pause`), { reason: why });
    said(t("%(series)s is paused.", { series: prefix }));
  });
}

function resume(button, id, prefix) {
  return pressed(button, async () => {
    await post(ofCentre(`/series/${encodeURIComponent(id)}/resume`));
    said(t("%(series)s gives numbers again.", { series: prefix }));
  });
}
