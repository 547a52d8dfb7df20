// The officer's console as a page: one counter, one key an action, and always the truth on the screen.

import { get, ofCentre } from "../ask.js";
import { byId, put, show } from "../dom.js";
import { notLive, watch } from "../live.js";
import { tabs } from "../tabs.js";
import { data, t } from "../words.js";
import { Actions } from "./actions.js";
import { draw, tick } from "./console.js";
import { button, KEYS, keysOf, listen, WITHOUT_COUNTER } from "./keys.js";
import { learnNames } from "./words.js";

const { counter } = data;
const told = { view: null, centre: null };
const actions = new Actions(counter, told);

const press = (action) => actions.press(action);
const mine = document.body.dataset.role === "officer" ? KEYS : keysOf(WITHOUT_COUNTER);

for (const key of mine.filter((one) => !one.unseen)) byId(place(key)).append(button(key, press));
listen(mine, press);
actions.wireHelp();
tabs(byId("lists"));
watch(`/live/console/${encodeURIComponent(counter)}`, seen, live);
setInterval(() => told.view && tick(told.view), 1_000);

function place(key) {
  if (key.look?.includes("primary")) return "keys-first";
  return key.look === "main" ? "keys-main" : "keys-more";
}

async function seen(view) {
  told.view = view;
  if (!told.centre) await learn();
  draw(told.view, told.centre, (ticket) => actions.ticket(ticket));
}

/** Learn fields, groups and counters; a plan changes seldom, so once a line is enough. */
async function learn() {
  told.centre = await get(ofCentre()).catch(() => null);
  if (told.centre) learnNames(told.centre);
}

function live(state) {
  const line = byId("line");
  line.classList.toggle("good", state.live);
  line.classList.toggle("bad", !state.live);
  put(line, state.live ? t("● live") : t("○ line lost"));
  document.body.classList.toggle("lost-line", !state.live);
  const bar = byId("not-live");
  const said = state.since !== null || state.gone !== null || state.silent;
  show(bar, !state.live && said);
  put(bar, !state.live && said ? notLive(state) : "");
  // the plan may have changed while we did not hear
  if (!state.live) told.centre = null;
}
