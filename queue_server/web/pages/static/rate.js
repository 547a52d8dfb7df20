// The rating tablet: asks for half a minute after a service. No answer is no judgement.

import { ofCentre, post, Refusal } from "./ask.js";
import { byId, put, show } from "./dom.js";
import { watch } from "./live.js";
import { failed } from "./toast.js";
import { data } from "./words.js";

const STEPS = ["calm", "satisfaction", "attitude", "thanks"];
const SECOND_MS = 10_000;
const THANKS_MS = 4_000;
const TICK_MS = 250;

const main = byId("main");
let asked = null;
let given = null;
let until = 0;
let whole = 1;
const answered = new Set();

function step(name) {
  main.dataset.step = name;
  for (const one of STEPS) show(byId(one), one === name);
}

/** Let what is shown last so long. By our own clock: the server's may be set meanwhile. */
function wait(milliseconds, of = milliseconds) {
  whole = of;
  until = performance.now() + milliseconds;
}

function hear(view, frame) {
  put(byId("counter"), view.name);
  const ask = view.blank ? null : view.ask;
  if (ask && !answered.has(ask.ticket) && ask.ticket !== asked?.ticket) begin(ask, frame.at);
  else if (!ask && main.dataset.step === "satisfaction") calm();
}

function begin(ask, at) {
  if (given) send();
  asked = ask;
  for (const place of document.querySelectorAll(".label")) put(place, ask.label);
  wait(Date.parse(ask.until) - Date.parse(at), Date.parse(ask.until) - Date.parse(ask.finished_at));
  step("satisfaction");
}

function calm() {
  asked = null;
  step("calm");
}

function press(button) {
  const score = Number(button.dataset.score);
  if (button.dataset.step === "satisfaction") {
    given = { ticket: asked.ticket, satisfaction: score };
    answered.add(asked.ticket);
    wait(SECOND_MS);
    step("attitude");
    return;
  }
  if (given) given.attitude = score;
  send();
}

/** Send what was said; the first face alone is an answer too. */
async function send() {
  const { ticket, ...marks } = given;
  given = null;
  wait(THANKS_MS);
  step("thanks");
  try {
    await post(ofCentre(`/tickets/${encodeURIComponent(ticket)}/rating`), marks);
  } catch (error) {
    // somebody was quicker on their phone: that is no fault of whoever stands here
    if (!(error instanceof Refusal) || error.code !== "already_rated") failed(error.message);
  }
}

function tick() {
  const left = until - performance.now();
  for (const bar of document.querySelectorAll(".left")) bar.value = Math.max(0, Math.min(100, (100 * left) / whole));
  if (left > 0) return;
  if (main.dataset.step === "attitude" && given) send();
  else if (main.dataset.step !== "calm") calm();
}

for (const button of document.querySelectorAll(".mark")) button.addEventListener("click", () => press(button));
byId("enough").addEventListener("click", () => given && send());
setInterval(tick, TICK_MS);
watch(`/live/rating/${encodeURIComponent(data.counter)}`, hear);
