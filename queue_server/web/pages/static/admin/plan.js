// The plan in forms. It is checked and looked at before it holds; two people cannot overwrite each other.

import { ask, get, ofCentre, post } from "../ask.js";
import { byId, el, show } from "../dom.js";
import { pressed } from "../press.js";
import { said } from "../toast.js";
import { sentence, t, tn } from "../words.js";
import { clearFaults, showFault } from "./form.js";
import { review } from "./review.js";
import { sections } from "./sections.js";

const parts = sections();
const panels = byId("panels");
const summary = byId("summary");
let saved = null;
let plan = null;
let version = 0;

async function load() {
  saved = await get(ofCentre("/plan"));
  version = saved.version;
  plan = structuredClone(saved);
  draw();
}

function isDirty() {
  return plan !== null && JSON.stringify(plan) !== JSON.stringify(saved);
}

/** Sections whose lists name things that were added, renamed or removed since they were drawn. */
const stale = new Set();

function drawn(part) {
  return [el("h2", {}, part.name), ...part.draw(plan)];
}

function draw() {
  const shown = Math.max(0, parts.findIndex((_, at) => byId(`tab-${at}`)?.getAttribute("aria-selected") === "true"));
  const panes = parts.map((part, at) =>
    el("section", { class: "form panel", role: "tabpanel", id: `panel-${at}`, "aria-labelledby": `tab-${at}` }, ...drawn(part)),
  );
  const tabs = parts.map((part, at) =>
    el("button", { type: "button", role: "tab", id: `tab-${at}`, "aria-controls": `panel-${at}`, onclick: () => choose(at) }, el("span", {}, part.name), el("span", { class: "badge bad tab-faults", hidden: true })),
  );
  stale.clear();
  byId("sections").replaceChildren(...tabs);
  panels.replaceChildren(...panes);
  choose(shown);
  look();
}

function choose(chosen) {
  if (stale.delete(chosen)) byId(`panel-${chosen}`).replaceChildren(...drawn(parts[chosen]));
  parts.forEach((_, at) => {
    byId(`tab-${at}`).setAttribute("aria-selected", String(at === chosen));
    byId(`tab-${at}`).tabIndex = at === chosen ? 0 : -1;
    show(byId(`panel-${at}`), at === chosen);
  });
}

byId("sections").addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const tabs = [...byId("sections").children];
  const next = (tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length;
  choose(next);
  tabs[next].focus();
});

/** Show whether there is something to save. */
function look() {
  const dirty = isDirty();
  show(byId("save-bar"), dirty);
  byId("dirty").textContent = dirty ? t("There are changes that are not saved.") : "";
}

function forgetFaults() {
  clearFaults(panels);
  summary.hidden = true;
  for (const badge of document.querySelectorAll(".tab-faults")) badge.hidden = true;
}

function tellFaults(problems) {
  for (const at of stale) byId(`panel-${at}`).replaceChildren(...drawn(parts[at]));
  stale.clear();
  forgetFaults();
  const lost = [];
  const inputs = problems.map((one) => {
    const input = showFault(panels, one.where, sentence(one));
    if (!input) lost.push(one);
    return input;
  });
  countFaults(inputs.filter(Boolean));
  const words = tn("%(n)s place has to be mended before this can be saved.", "%(n)s places have to be mended before this can be saved.", problems.length);
  summary.replaceChildren(el("p", {}, words), lost.length ? el("ul", {}, lost.slice(0, 20).map((one) => el("li", {}, named(one), sentence(one)))) : "");
  summary.hidden = false;
  const first = inputs.find(Boolean);
  if (first) {
    choose(Number(first.closest(".panel").id.slice("panel-".length)));
    first.focus();
    first.scrollIntoView({ block: "center" });
  } else {
    summary.focus();
  }
}

/** Name what a fault is about that has no field on this page: a procedure. */
function named(problem) {
  const found = /^procedures\[(\d+)\]/.exec(problem.where);
  const one = found ? plan.procedures[Number(found[1])] : null;
  return one ? `${one.code} ${one.short_name || one.name}: ` : "";
}

function countFaults(inputs) {
  parts.forEach((_, at) => {
    const count = inputs.filter((input) => byId(`panel-${at}`).contains(input)).length;
    const badge = byId(`tab-${at}`).querySelector(".tab-faults");
    badge.textContent = String(count);
    badge.setAttribute("aria-label", tn("%(n)s fault", "%(n)s faults", count));
    badge.hidden = count === 0;
  });
}

async function lookBefore() {
  const told = await post(ofCentre("/plan/check"), plan);
  if (told.problems.length) {
    byId("reviewing").close();
    tellFaults(told.problems);
    return;
  }
  forgetFaults();
  const stale = told.version !== version;
  version = told.version;
  byId("review-body").replaceChildren(
    stale ? el("p", { class: "banner warn" }, t("Somebody else saved version %(version)s meanwhile. Below is what saving yours would change of it, theirs included.", { version })) : "",
    ...review(told, plan),
  );
  show(byId("review-said"), false);
  byId("save").disabled = told.changes.length === 0;
  if (!byId("reviewing").open) byId("reviewing").showModal();
}

async function save() {
  try {
    const kept = await ask("PUT", ofCentre("/plan"), { ...plan, version }, { headers: { "If-Match": `"${version}"` } });
    saved = kept;
    version = kept.version;
    plan = structuredClone(kept);
  } catch (error) {
    if (error.code !== "stale_plan") throw error;
    await lookBefore();
    return;
  }
  byId("reviewing").close();
  draw();
  said(t("Saved. Version %(version)s is in force.", { version }));
}

panels.addEventListener("typed", look);
panels.addEventListener("reshaped", (event) => {
  const here = Number(event.target.closest(".panel").id.slice("panel-".length));
  parts.forEach((_, at) => at === here || stale.add(at));
});
byId("review").addEventListener("click", () => pressed(byId("review"), lookBefore, { again: 0 }));
byId("review-back").addEventListener("click", () => byId("reviewing").close());
byId("save").addEventListener("click", () => pressed(byId("save"), save, { tell: sayThere, again: 0 }));
byId("drop").addEventListener("click", () => {
  plan = structuredClone(saved);
  forgetFaults();
  draw();
});
addEventListener("beforeunload", (event) => {
  if (isDirty()) event.preventDefault();
});

function sayThere(text) {
  byId("review-said").textContent = text;
  show(byId("review-said"), true);
}

load().catch((error) => panels.replaceChildren(el("p", { class: "banner bad" }, error.message)));
