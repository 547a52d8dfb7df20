// How the centre stands, and the one button that blanks and mutes its boards.

import { get, ofCentre, post } from "../ask.js";
import { byId, el, put, show } from "../dom.js";
import { watch } from "../live.js";
import { pressed } from "../press.js";
import { said } from "../toast.js";
import { data, spoken, t, tn } from "../words.js";
import { roleName, seen } from "./people.js";

const MISSING_SHOWN = 12;
let blank = false;

function board(view) {
  blank = view.blank;
  const waiting = view.waiting.reduce((sum, one) => sum + one.count, 0);
  const open = view.counters.filter((one) => one.state === "open").length;
  put(byId("waiting"), tn("%(n)s person", "%(n)s people", waiting));
  put(byId("counters"), t("%(open)s of %(all)s", { open, all: view.counters.length }));
  put(byId("boards-state"), blank ? t("The boards are blank and silent now.") : t("The boards show and speak."));
  put(byId("boards"), blank ? t("Let the boards show again") : t("Blank and mute the boards"));
  byId("boards").classList.toggle("danger", !blank);
  byId("boards").classList.toggle("primary", blank);
  byId("boards").disabled = false;
  show(byId("doubt"), view.clock_doubted);
}

async function centre() {
  const told = await get(ofCentre(""));
  put(byId("open"), told.open ? t("Numbers are given now") : spoken(told.reason, "reason") || t("No numbers now"));
  put(byId("version"), String(told.plan_version));
}

async function voice() {
  const told = await get(ofCentre("/voice"));
  const missing = told.missing.slice(0, MISSING_SHOWN).join(" · ");
  byId("voice").replaceChildren(
    el("p", {}, spoken(told, "sentence")),
    missing ? el("details", {}, el("summary", {}, tn("%(n)s clip is missing", "%(n)s clips are missing", told.missing.length)), el("p", { class: "quiet" }, missing)) : "",
  );
}

async function devices() {
  const place = byId("devices");
  if (!place) return;
  const { devices: all } = await get(ofCentre("/devices"));
  const mine = all.filter((one) => !one.revoked);
  place.replaceChildren(
    ...mine.map((one) => el("li", {}, el("strong", {}, one.name), ` · ${roleName(one.role)} · `, seen(one))),
    mine.length ? "" : el("li", { class: "quiet" }, t("Nothing is paired yet.")),
  );
}

byId("boards").addEventListener("click", () =>
  pressed(byId("boards"), async () => {
    await post(ofCentre(blank ? "/boards/show" : "/boards/blank"));
    await centre();
  }),
);
byId("confirm-clock").addEventListener("click", () =>
  pressed(byId("confirm-clock"), async () => {
    await post(ofCentre("/clock/confirm"));
    said(t("The clock was confirmed."));
  }),
);

watch("/live/hall", board);
centre();
voice().catch((error) => byId("voice").replaceChildren(el("p", {}, error.message)));
if (data.role === "admin") devices();
