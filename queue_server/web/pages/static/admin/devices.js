// Kiosks, boards and tablets: invited by a code, and sent away at once.

import { ask, get, ofCentre, post } from "../ask.js";
import { byId, el, show } from "../dom.js";
import { pressed } from "../press.js";
import { said } from "../toast.js";
import { t, tc } from "../words.js";
import { clearFaults, select, showFault, text } from "./form.js";
import { actions, roleName, seen } from "./people.js";

const SURE_MS = 5_000;
const LOOK_MS = 2_500;
const dialog = byId("pairing");
const form = byId("device");
let counters = [];
let made = null;
let awaited = null;

async function load() {
  const [told, centre] = await Promise.all([get(ofCentre("/devices")), get(ofCentre(""))]);
  counters = centre.counters;
  draw(told.devices);
}

function draw(devices) {
  const order = [...devices].sort((one, other) => Number(one.revoked) - Number(other.revoked));
  byId("rows").replaceChildren(...order.map(line));
  if (awaited && devices.some((one) => one.id === awaited)) {
    awaited = null;
    dialog.close();
    said(t("The device is paired."));
  }
}

function line(one) {
  const gone = one.revoked;
  return el(
    "tr",
    { class: gone ? "off" : "" },
    el("th", { scope: "row" }, one.name),
    el("td", {}, roleName(one.role)),
    el("td", {}, counters.find((counter) => counter.id === one.counter)?.name ?? one.counter ?? "–"),
    el("td", {}, gone ? "–" : seen(one)),
    el("td", {}, el("span", { class: gone ? "badge bad" : "badge good" }, gone ? t("revoked") : t("paired"))),
    actions(gone ? null : el("button", { type: "button", class: "button small danger", onclick: (event) => revoke(one, event.currentTarget) }, t("Revoke"), el("span", { class: "unseen" }, ` ${one.name}`))),
  );
}

/** Revoke at the second press: the first one asks. */
function revoke(one, button) {
  if (button.dataset.sure !== "yes") {
    button.dataset.sure = "yes";
    button.firstChild.textContent = t("Really revoke?");
    setTimeout(() => {
      button.dataset.sure = "";
      button.firstChild.textContent = t("Revoke");
    }, SURE_MS);
    return;
  }
  pressed(button, async () => {
    await ask("DELETE", ofCentre(`/devices/${encodeURIComponent(one.id)}`));
    said(t("%(name)s is cut off within 5 seconds.", { name: one.name }));
    await load();
  }, { again: 0 });
}

function open() {
  made = { name: "", role: "kiosk", counter: null };
  awaited = null;
  show(byId("said"), false);
  show(byId("code-card"), false);
  show(byId("save"), true);
  const counter = select(made, "counter", t("Counter"), "counter", [[null, "–"], ...counters.map((one) => [one.id, one.name])], { hint: t("A rating tablet belongs to one counter.") });
  byId("device-fields").replaceChildren(
    text(made, "name", tc("thing", "Name"), "name", { max: 64, hint: t("e.g. Kiosk at the main door") }),
    select(made, "role", t("Kind"), "role", ["kiosk", "display", "rating"].map((role) => [role, roleName(role)])),
    counter,
  );
  dialog.showModal();
}

async function invite() {
  clearFaults(form);
  if (!made.name.trim()) showFault(form, "name", t("A name is needed."))?.focus();
  if (made.role === "rating" && !made.counter) showFault(form, "counter", t("A rating tablet belongs to one counter."))?.focus();
  if (form.querySelector("[aria-invalid]")) return;
  const told = await post(ofCentre("/devices"), made);
  awaited = told.device;
  byId("code").textContent = told.code;
  byId("code-where").textContent = {
    kiosk: t("In a browser: open /pair. A kiosk program asks for the code itself."),
    display: t("In a browser: open /hall, or /counter/1. A board program asks for the code itself."),
    rating: t("At the tablet open /rate/%(counter)s.", { counter: made.counter }),
  }[made.role];
  byId("device-fields").replaceChildren();
  show(byId("code-card"), true);
  show(byId("save"), false);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const tell = (words) => {
    byId("said").textContent = words;
    show(byId("said"), true);
  };
  pressed(form, invite, { tell, again: 0 });
});
byId("back").addEventListener("click", () => dialog.close());
byId("add").addEventListener("click", open);
// a page that is open tells when a device comes
setInterval(() => document.hidden || document.querySelector("[data-sure=yes]") || load().catch(() => null), LOOK_MS);
load();
