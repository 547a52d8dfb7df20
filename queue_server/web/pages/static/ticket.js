// A citizen's page: listens to its own ticket and draws what it hears. Says so when it hears nothing.

import { data } from "./words.js";

const SILENCE_MS = 10_000;
const AGAIN_MS = [500, 1000, 2000, 5000];
const ASK_MS = 8_000;
const ENDED = new Set(["served", "cancelled", "no_show", "abandoned"]);
const AT_COUNTER = new Set(["called", "serving", "held"]);

const main = document.getElementById("ticket");
const words = data;
const address = `/api/v1/centres/${encodeURIComponent(main.dataset.centre)}`;
const ticket = encodeURIComponent(main.dataset.ticket);
let tries = 0;
let silence = 0;
let names = null;
let newest = 0;

function put(id, line, about = {}) {
  for (const language of ["vi", "en"]) {
    const text = line ? line[language].replace(/\{(\w+)\}/g, (_, key) => about[key]) : "";
    document.getElementById(`${id}-${language}`).textContent = text;
  }
}

function estimate(wait) {
  if (!wait) return [words.lines.unsure];
  const low = Math.floor(wait.low_s / 60);
  const high = Math.ceil(wait.high_s / 60);
  return high <= words.soon_min ? [words.lines.soon] : [words.lines.estimate, { low, high }];
}

function render(view, place) {
  const waits = view.state === "waiting";
  main.dataset.state = view.state;
  put("state", words.states[view.state]);
  document.getElementById("place").textContent = place;
  put("again", view.state === "called" && view.calls > 1 ? words.lines.again : null, { n: view.calls });
  const before = view.ahead ? words.lines.ahead : words.lines.first;
  put("ahead", waits && view.ahead !== null ? before : null, { n: view.ahead });
  put("estimate", ...(waits ? estimate(view.estimate) : [null]));
  put("break", view.after_break ? words.lines.break : null, { time: view.after_break });
  document.title = view.state === "called" ? `${view.label} → ${place}` : view.label;
}

async function placeOf(view) {
  if (!AT_COUNTER.has(view.state) || view.counter === null) return "";
  if (names === null || !names.has(view.counter)) {
    const centre = await (await fetch(address)).json();
    names = new Map(centre.counters.map((counter) => [counter.id, counter.name]));
  }
  return names.get(view.counter) ?? view.counter;
}

async function show(view) {
  newest += 1;
  const mine = newest;
  const place = await placeOf(view);
  // a newer view may have overtaken this one while the names were fetched
  if (mine !== newest) return;
  const called = view.state === "called" && main.dataset.state !== "called";
  render(view, place);
  if (called && navigator.vibrate) navigator.vibrate([300, 150, 300]);
}

function heard() {
  document.getElementById("lost").hidden = true;
  clearTimeout(silence);
  silence = setTimeout(() => {
    document.getElementById("lost").hidden = false;
  }, SILENCE_MS);
}

function listen() {
  const wire = new WebSocket(`${location.origin.replace(/^http/, "ws")}${address}/live/ticket/${ticket}`);
  wire.onmessage = async (message) => {
    const said = JSON.parse(message.data);
    tries = 0;
    heard();
    if (said.type === "view") await show(said.view);
  };
  wire.onclose = () => {
    if (ENDED.has(main.dataset.state)) {
      clearTimeout(silence);
      return;
    }
    setTimeout(listen, AGAIN_MS[Math.min(tries, AGAIN_MS.length - 1)] * (0.75 + Math.random() / 2));
    tries += 1;
  };
}

// where a proxy lets no websocket through, asking now and then is better than nothing
async function ask() {
  if (tries < 2 || ENDED.has(main.dataset.state)) return;
  const answer = await fetch(`${address}/tickets/${ticket}`).catch(() => null);
  if (answer?.ok) {
    heard();
    await show(await answer.json());
  }
}

if (!ENDED.has(main.dataset.state)) {
  heard();
  listen();
  setInterval(ask, ASK_MS);
}
