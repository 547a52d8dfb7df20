// Those who may sign in: made, changed, disabled, given another password. Nobody is ever deleted.

import { ask, get, ofCentre, post } from "../ask.js";
import { byId, el, show } from "../dom.js";
import { pressed } from "../press.js";
import { said } from "../toast.js";
import { data, t } from "../words.js";
import { clearFaults, select, showFault, text } from "./form.js";
import { actions, roleName } from "./people.js";

const SHORTEST = 8;
const ROLES = ["officer", "manager", "auditor", "admin"];
const dialog = byId("editing");
const form = byId("account");
let counters = [];
let work = null;

async function load() {
  const [told, centre] = await Promise.all([get(ofCentre("/accounts")), get(ofCentre(""))]);
  counters = centre.counters;
  byId("rows").replaceChildren(...told.accounts.map(line));
}

function line(one) {
  const me = one.id === data.me;
  const button = (words, act) => el("button", { type: "button", class: "button small", onclick: act }, words, el("span", { class: "unseen" }, ` ${one.name}`));
  return el(
    "tr",
    { class: one.disabled ? "off" : "" },
    el("th", { scope: "row" }, one.name, me ? el("span", { class: "quiet" }, " ", t("(yourself)")) : ""),
    el("td", {}, roleName(one.role)),
    el("td", {}, counters.find((counter) => counter.id === one.counter)?.name ?? one.counter ?? "–"),
    el("td", {}, el("span", { class: one.disabled ? "badge bad" : "badge good" }, one.disabled ? t("disabled") : t("active"))),
    actions(
      button(t("Change"), () => change(one)),
      button(t("Password"), () => password(one)),
      me ? null : button(one.disabled ? t("Enable") : t("Disable"), () => toggle(one)),
    ),
  );
}

function open(title, fields, act) {
  work = act;
  byId("editing-title").textContent = title;
  byId("account-fields").replaceChildren(...fields);
  show(byId("said"), false);
  dialog.showModal();
}

function about(thing) {
  return [
    text(thing, "name", t("Name to sign in with"), "name", { max: 64 }),
    select(thing, "role", t("Role"), "role", ROLES.map((role) => [role, roleName(role)])),
    select(thing, "counter", t("Usual counter"), "counter", [[null, "–"], ...counters.map((one) => [one.id, one.name])], { hint: t("For officers: the counter their console opens.") }),
  ];
}

function secret(thing) {
  return text(thing, "password", t("New password"), "password", { kind: "password", max: 1000, hint: t("At least %(n)s letters; a short sentence is best. Tell it in person.", { n: SHORTEST }) });
}

function add() {
  const made = { name: "", role: "officer", counter: null, password: "" };
  open(t("Add an account"), [...about(made), secret(made)], async () => {
    if (!check(made)) return false;
    await post(ofCentre("/accounts"), made);
    said(t("%(name)s may sign in now.", { name: made.name }));
    return true;
  });
}

function change(one) {
  const changed = { name: one.name, role: one.role, counter: one.counter };
  open(t("Change %(name)s", { name: one.name }), about(changed), async () => {
    if (!check(changed)) return false;
    await ask("PATCH", ofCentre(`/accounts/${encodeURIComponent(one.id)}`), changed);
    said(t("Saved."));
    return true;
  });
}

function password(one) {
  const made = { password: "" };
  open(t("New password for %(name)s", { name: one.name }), [secret(made)], async () => {
    if (!check(made)) return false;
    await post(ofCentre(`/accounts/${encodeURIComponent(one.id)}/password`), made);
    said(t("The password was set. Whoever was signed in as %(name)s is signed out.", { name: one.name }));
    return true;
  });
}

function toggle(one) {
  const words = one.disabled ? t("%(name)s may sign in again.", { name: one.name }) : t("%(name)s is signed out at once and can no longer sign in. The record keeps what they did.", { name: one.name });
  open(one.disabled ? t("Enable %(name)s?", { name: one.name }) : t("Disable %(name)s?", { name: one.name }), [el("p", {}, words)], async () => {
    await ask("PATCH", ofCentre(`/accounts/${encodeURIComponent(one.id)}`), { disabled: !one.disabled });
    said(t("Saved."));
    return true;
  });
}

function check(thing) {
  clearFaults(form);
  const faults = [];
  if ("name" in thing && !thing.name.trim()) faults.push(["name", t("A name is needed.")]);
  if ("password" in thing && thing.password.length < SHORTEST) faults.push(["password", t("At least %(n)s letters.", { n: SHORTEST })]);
  for (const [where, words] of faults) showFault(form, where, words)?.focus();
  return faults.length === 0;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  show(byId("said"), false);
  const tell = (words, error) => {
    if (error.code === "name_taken" && showFault(form, "name", words)) return;
    byId("said").textContent = words;
    show(byId("said"), true);
  };
  pressed(form, async () => {
    if (!(await work())) return;
    dialog.close();
    await load();
  }, { tell, again: 0 });
});
byId("back").addEventListener("click", () => dialog.close());
byId("add").addEventListener("click", add);
load();
