// What changes slower than the floor: the day's curve, the machines, the names of staff.

import { get, ofCentre } from "../ask.js";
import { byId, el, list, put, show } from "../dom.js";
import { data, language, t, tn, whole } from "../words.js";

const AGAIN_MS = 30_000;
const CHARTS = ["arrivals", "waits"];
const ROLES = { kiosk: t("Kiosk"), display: t("Board"), rating: t("Rating tablet") };
const WRITTEN = { day: "2-digit", month: "2-digit", year: "numeric", hour: "2-digit", minute: "2-digit" };
const dark = matchMedia("(prefers-color-scheme: dark)");

export class Day {
  /** `changed` is called when names are known that were not. */
  constructor(changed) {
    this.changed = changed;
    this.now = null;
    this.read();
    setInterval(() => document.hidden || this.read(), AGAIN_MS);
    document.addEventListener("visibilitychange", () => document.hidden || this.read());
    dark.addEventListener("change", () => this.drawCharts());
  }

  officer(id) {
    return (id && this.now?.officers[id]) || "";
  }

  nameOf(id) {
    return this.now?.machines.find((machine) => machine.id === id)?.name ?? "";
  }

  async read() {
    try {
      this.now = await get(ofCentre("/today"));
    } catch {
      // the page says by itself when it is not live; the next reading comes soon
      return;
    }
    this.draw();
    this.changed();
  }

  draw() {
    const days = this.now.usual_days;
    put(byId("usual"), days ? tn("mean of %(n)s day", "mean of %(n)s days", days) : t("no earlier day to compare with yet"));
    this.drawCharts();
    list(byId("hours"), this.now.hours, (hour) => hour.hour, (hour) => hour, row);
    list(byId("machines"), this.now.machines, (machine) => machine.id, (machine) => machine, machine);
    show(byId("machines-none"), this.now.machines.length === 0);
  }

  drawCharts() {
    if (!this.now) return;
    const theme = dark.matches ? "dark" : "light";
    // another picture only where it shows other figures
    const version = hash(JSON.stringify(this.now.hours));
    for (const of of CHARTS) {
      const picture = byId(`chart-${of}`);
      const address = ofCentre(`/today/chart?of=${of}&language=${language}&theme=${theme}&v=${version}`);
      if (picture.getAttribute("src") !== address) picture.src = address;
      show(picture, this.now.hours.length > 0);
    }
  }
}

function row(hour) {
  const cell = (said) => el("td", { class: "number" }, said);
  return el(
    "tr",
    {},
    el("th", { scope: "row", class: "number" }, `${hour.hour}–${hour.hour + 1}h`),
    cell(whole(hour.issued)),
    cell(hour.usual_issued === null ? "–" : hour.usual_issued.toLocaleString(language)),
    cell(minutes(hour.wait_mean_s)),
    cell(minutes(hour.usual_wait_mean_s)),
  );
}

function minutes(seconds) {
  return seconds === null ? "–" : tn("%(n)s min", "%(n)s min", Math.round(seconds / 60));
}

function machine(one) {
  const [look, state] = health(one);
  return el(
    "li",
    {},
    el("span", { class: "grow" }, el("strong", {}, one.name), el("small", { class: "quiet" }, `${ROLES[one.role]}${seen(one)}`)),
    el("span", { class: `badge ${look}` }, state),
  );
}

function health(one) {
  if (one.print_fault_at) return ["bad", t("does not print")];
  // whatever was never here cannot be missed
  if (!one.watching) return one.seen_at ? ["warn", t("not connected")] : ["", t("not yet connected")];
  return one.paper_low_at ? ["warn", t("paper nearly at its end")] : ["good", t("connected")];
}

function seen(one) {
  if (one.watching || !one.seen_at) return "";
  const when = new Date(one.seen_at).toLocaleString(language === "en" ? "en-GB" : "vi-VN", { ...WRITTEN, timeZone: data.zone });
  return " · " + t("last seen %(when)s", { when });
}

/** Return a short word that changes with a text (FNV-1a). */
function hash(text) {
  let word = 2_166_136_261;
  for (let place = 0; place < text.length; place += 1) word = Math.imul(word ^ text.charCodeAt(place), 16_777_619);
  return (word >>> 0).toString(36);
}
