// A citizen's page: hears of its own ticket and draws what it hears; calls loudly if it was asked to.

import { ofCentre, post } from "./ask.js";
import { ring, vibrate, wake } from "./bell.js";
import { byId, put, show } from "./dom.js";
import { sayNotLive, watch } from "./live.js";
import { pressed } from "./press.js";
import { data, t } from "./words.js";

const ENDED = new Set(["served", "cancelled", "no_show", "abandoned"]);
const AT_COUNTER = new Set(["called", "serving", "held"]);
const CANCELLABLE = new Set(["waiting", "held", "missed"]);
const main = byId("main");
const address = `/tickets/${encodeURIComponent(data.ticket)}`;
let state = data.state;
let calls = null;
let line = null;

function said(view) {
  return {
    waiting: t("Waiting"),
    called: t("Please come to"),
    serving: t("Being served"),
    held: t("Kept aside. Come back to the counter when you are ready."),
    missed: t("You were called. Please tell a member of staff."),
    served: t("Service is done"),
    cancelled: t("Cancelled"),
    no_show: t("Called, but nobody came"),
    abandoned: t("The day ended before this number was called."),
  }[view.state];
}

function estimate(wait) {
  if (!wait) return t("Not enough data for an estimate");
  const [low, high] = [Math.floor(wait.low_s / 60), Math.ceil(wait.high_s / 60)];
  return high <= data.soon_min ? t("Within a few minutes") : t("In about %(low)s–%(high)s minutes", { low, high });
}

function ahead(count) {
  if (count === null) return "";
  return count ? t("People before you: %(n)s", { n: count }) : t("You are next");
}

function render(view) {
  const place = AT_COUNTER.has(view.state) && view.counter !== null ? (data.counters[view.counter] ?? view.counter) : "";
  const waits = view.state === "waiting";
  main.dataset.state = view.state;
  put(byId("state"), said(view));
  put(byId("place"), place);
  put(byId("again"), view.state === "called" && view.calls > 1 ? t("Call number %(n)s", { n: view.calls }) : "");
  put(byId("ahead"), waits ? ahead(view.ahead) : "");
  put(byId("estimate"), waits ? estimate(view.estimate) : "");
  put(byId("break"), view.after_break ? t("Service goes on at %(time)s", { time: view.after_break }) : "");
  show(byId("cancel-row"), CANCELLABLE.has(view.state) && view.started_at === null);
  show(byId("sound-row"), !ENDED.has(view.state) && view.state !== "serving");
  document.title = view.state === "called" ? `${view.label} → ${place}` : view.label;
}

function hear(view) {
  // the form for a judgement, and what a mended end needs, are drawn by the server
  if (ENDED.has(view.state) !== ENDED.has(state)) {
    location.reload();
    return;
  }
  const calledNow = view.state === "called" && (state !== "called" || (calls !== null && view.calls > calls));
  [state, calls] = [view.state, view.calls];
  render(view);
  if (view.rated) thank();
  if (calledNow) {
    vibrate();
    ring();
  }
}

function thank() {
  byId("rate")?.remove();
  show(byId("thanks"), true);
}

byId("sound").addEventListener("click", async (event) => {
  const on = event.currentTarget.getAttribute("aria-pressed") !== "true";
  event.currentTarget.setAttribute("aria-pressed", String(on));
  await wake(on);
});

byId("cancel").addEventListener("click", () => byId("sure").showModal());
byId("keep").addEventListener("click", () => byId("sure").close());
byId("give-up").addEventListener("click", () =>
  pressed(byId("give-up"), async () => {
    await post(ofCentre(`${address}/cancel`), {}, { stay: true });
    location.reload();
  }),
);

const form = byId("rate");
form?.addEventListener("submit", (event) => {
  event.preventDefault();
  const fault = byId("rate-said");
  fault.hidden = true;
  const tell = (text) => {
    fault.textContent = text;
    fault.hidden = false;
  };
  pressed(form, () => judge(new FormData(form)), { tell });
});

async function judge(typed) {
  const body = { satisfaction: Number(typed.get("satisfaction")), reasons: typed.getAll("reasons") };
  if (typed.get("attitude")) body.attitude = Number(typed.get("attitude"));
  if (typed.get("comment").trim()) body.comment = typed.get("comment").trim();
  await post(ofCentre(`${address}/rating`), body, { stay: true });
  thank();
  byId("thanks").scrollIntoView({ block: "center" });
}

if (data.today && !(ENDED.has(state) && state !== "served")) {
  show(byId("sound-row"), !ENDED.has(state) && state !== "serving");
  line = watch(`/live/ticket/${encodeURIComponent(data.ticket)}`, hear, (now) => {
    // a ticket that has ended needs no line: after midnight nobody knows it any more
    if (ENDED.has(state) && now.gone) line.close();
    else sayNotLive(now);
  });
}
