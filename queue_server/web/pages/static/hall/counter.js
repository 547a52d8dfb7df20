// The board above one counter: one number, as large as the screen is wide.

import { byId, put, show } from "../dom.js";
import { watch } from "../live.js";
import { data, t } from "../words.js";

const CALLED_MS = 20_000;
const STATES = { closed: t("Counter closed"), paused: t("Counter paused"), open: t("Ready") };

new ResizeObserver(fit).observe(byId("label").parentElement);
watch(`/live/counter/${encodeURIComponent(data.counter)}`, draw);

function draw(view, frame) {
  const board = byId("board");
  const state = view.label === null ? view.state : view.serving ? "serving" : "called";
  board.dataset.state = state;
  const since = view.since === null ? Infinity : Date.parse(frame.at) - Date.parse(view.since);
  board.toggleAttribute("data-fresh", state === "called" && since < CALLED_MS);
  put(byId("name"), view.name);
  put(byId("label"), view.label ?? "");
  fit();
  put(byId("state"), said(view));
  put(byId("fields"), view.names_vi.join(" · "));
  show(byId("priority"), view.priority);
  show(byId("blank"), view.blank);
}

/** Keep the number inside: an M is nearly twice as wide as a 1. */
function fit() {
  const label = byId("label");
  label.style.fontSize = "";
  const room = label.parentElement.clientWidth;
  const wide = label.scrollWidth;
  if (wide > room) label.style.fontSize = `${(parseFloat(getComputedStyle(label).fontSize) * room) / wide}px`;
}

function said(view) {
  if (view.label === null) return STATES[view.state];
  if (view.serving) return t("Now serving");
  return view.call > 1 ? t("Please come in · called again") : t("Please come in");
}
