// The trail of changes, searched; what a version of the set-up changed is told when it is opened.

import { get, ofCentre } from "../ask.js";
import { byId, el, show } from "../dom.js";
import { dayWritten } from "../time.js";
import { t, tn } from "../words.js";
import { actorName, moment } from "./people.js";
import { changesOf } from "./review.js";

const PAUSE_MS = 250;
const PAGE = 50;
const form = byId("search");
let before = null;
let newest = 0;
let waiting = 0;

const TYPES = () => ({
  plan_changed: t("Set-up"),
  account_changed: t("Account"),
  device_changed: t("Device"),
  series_paused: t("Series paused"),
  series_resumed: t("Series resumed"),
  priority_changed: t("Priority of a ticket"),
  clock_confirmed: t("Clock confirmed"),
  dossiers_imported: t("Dossiers imported"),
  report_filed: t("Report filed"),
});

const CHANGES = () => ({
  created: t("made"),
  disabled: t("disabled"),
  password: t("password set"),
  invited: t("invited by a code"),
  paired: t("paired"),
  revoked: t("revoked"),
  name: t("name"),
  role: t("role"),
  counter: t("counter"),
});

function what(one) {
  const changes = (one.change ?? "").split(",").map((word) => CHANGES()[word] ?? word).join(", ");
  const subject = one.account_name ?? one.device_name ?? one.account ?? one.device ?? one.series ?? one.report ?? "";
  const version = one.plan_version ? t("version %(version)s", { version: one.plan_version }) : "";
  return [subject, changes, version, one.period].filter(Boolean).join(" · ");
}

function line(one) {
  const head = [el("time", { datetime: one.at }, moment(one.at)), el("span", { class: "badge" }, TYPES()[one.type] ?? one.type), el("span", { class: "trail-what" }, what(one)), el("span", { class: "quiet" }, one.by_name ?? actorName(one.by))];
  if (one.type !== "plan_changed") return el("li", { class: "trail-line" }, head);
  const body = el("div", {});
  const row = el("details", {}, el("summary", { class: "trail-line" }, head), body);
  row.addEventListener("toggle", async () => {
    if (!row.open || body.childElementCount) return;
    const told = await get(ofCentre(`/plan/${one.plan_version}/changes`)).catch(() => ({ changes: [] }));
    body.replaceChildren(changesOf(told.changes));
  });
  return el("li", {}, row);
}

async function search(more = false) {
  newest += 1;
  const mine = newest;
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  for (const name of ["from", "to"]) {
    const day = dayWritten(query.get(name) ?? "");
    if (day) query.set(name, day);
    else query.delete(name);
  }
  query.set("limit", PAGE);
  if (more && before) query.set("before", before);
  const told = await get(ofCentre(`/audit?${query}`)).catch((error) => ({ entries: [], before: null, error }));
  if (mine !== newest) return;
  before = told.before;
  const lines = told.entries.map(line);
  if (more) byId("rows").append(...lines);
  else byId("rows").replaceChildren(...lines);
  const count = byId("rows").childElementCount;
  byId("count").textContent = told.error?.message ?? tn("%(n)s change", "%(n)s changes", count);
  show(byId("more"), before !== null);
}

async function people() {
  const [{ accounts }, { devices }] = await Promise.all([get(ofCentre("/accounts")), get(ofCentre("/devices"))]);
  form.elements.by.append(...[...accounts, ...devices].map((one) => el("option", { value: one.id }, one.name)));
}

form.elements.type.append(...Object.entries(TYPES()).map(([value, words]) => el("option", { value }, words)));
form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(search, PAUSE_MS);
});
form.addEventListener("submit", (event) => event.preventDefault());
byId("more").addEventListener("click", () => search(true));
people();
search();
