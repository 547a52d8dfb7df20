// Which counter? All of them as they stand now; a free one is opened with one press.

import { ofCentre, post } from "../ask.js";
import { byId, el, list } from "../dom.js";
import { watch } from "../live.js";
import { pressed } from "../press.js";
import { data, t } from "../words.js";
import { COUNTER_STATES } from "./words.js";

const mayOpen = document.body.dataset.role === "officer";

watch("/live/dashboard", (view) => {
  const sorted = [...view.counters].sort((one, other) => rank(one) - rank(other));
  list(byId("counters"), sorted, (one) => one.id, (one) => [one.name, one.state, one.officer, one.label], row);
});

/** My own first, then the free ones. */
function rank(counter) {
  if (counter.officer === data.me) return 0;
  return counter.officer === null ? 1 : 2;
}

function row(counter) {
  const mine = counter.officer !== null && counter.officer === data.me;
  const free = counter.officer === null;
  return el(
    "li",
    { class: "card seat" },
    el("h2", {}, counter.name, " ", el("span", { class: "badge", "data-state": counter.state }, COUNTER_STATES[counter.state])),
    el("p", { class: "quiet" }, data.fields[counter.id] || t("serves no field")),
    el("div", { class: "buttons" }, offer(counter, mine, free)),
  );
}

function offer(counter, mine, free) {
  const where = `/staff?counter=${encodeURIComponent(counter.id)}`;
  if (mine) return el("a", { class: "button primary", href: where }, t("Go on at %(name)s", counter));
  if (free && mayOpen) {
    return el("button", { type: "button", class: "button primary", onclick: (event) => pressed(event.currentTarget, () => sitDown(counter, where)) }, t("Open %(name)s", counter));
  }
  const taken = free ? null : el("span", { class: "quiet" }, t("Another officer sits here."));
  return [taken, el("a", { class: "button", href: where }, t("Look at %(name)s", counter))];
}

async function sitDown(counter, where) {
  await post(ofCentre(`/counters/${encodeURIComponent(counter.id)}/open`));
  location.assign(where);
}
