// The board of the hall: draws the newest view whole, and speaks what was called.

import { byId, el, list, put, show } from "../dom.js";
import { sayNotLive, watch } from "../live.js";
import { clock, clockNow } from "../time.js";
import { data, language, spoken, t } from "../words.js";
import { Calls, distinct } from "./calls.js";
import { Voice } from "./sound.js";

const EARLIER = 6;
/** More fields than this share the room under the calls in narrower pieces. */
const MANY_FIELDS = 12;
const FRESH_MS = 20_000;
const SLEPT_MS = 10_000;
const KEPT = `spoken ${data.centre}`;
const CLOSED = { closed: t("Closed"), paused: t("Paused") };

// a page that is loaded again does not repeat what it has just spoken
const calls = new Calls(Number(sessionStorage.getItem(KEPT) ?? -1));
const voice = data.sound ? new Voice(data.chime_s, mark) : null;
let view = null;
let at = null;

let awakeAt = Date.now();

const line = watch("/live/hall", hear, (state) => {
  if (!state.live) calls.lost();
  sayNotLive(state);
});

function hear(newest, frame) {
  if (hasSlept()) return;
  const toSpeak = calls.take(newest.calls, frame.at);
  sessionStorage.setItem(KEPT, String(calls.spoken));
  [view, at] = [newest, frame.at];
  show(byId("blank"), view.blank);
  document.body.toggleAttribute("data-blank", view.blank);
  if (view.blank) voice?.hush();
  else speak(toSpeak);
  draw();
}

/** Look whether the screen slept: then old pictures lie on the line, and it is dialled anew. */
function hasSlept() {
  const slept = Math.abs(Date.now() - awakeAt) > SLEPT_MS;
  awakeAt = Date.now();
  if (slept) line.again();
  return slept;
}

function speak(toSpeak) {
  voice?.keep(view.calls);
  voice?.say(toSpeak);
}

function draw() {
  const shown = distinct(view.calls);
  drawHead();
  drawNewest(shown[0]);
  drawEarlier(shown.slice(1, EARLIER + 1));
  drawCounters();
  drawWaiting();
  drawMissed();
  drawNotice();
}

function drawHead() {
  const lines = (language === "en" && view.header_en.length ? view.header_en : view.header_vi).filter(Boolean);
  if (lines.length) list(byId("header"), lines, (line) => line, (line) => line, (line) => el("p", {}, line));
  const logo = byId("logo");
  if (view.logo && logo.getAttribute("src") !== view.logo) logo.src = view.logo;
  show(logo, Boolean(view.logo));
}

function drawNewest(call) {
  const panel = byId("newest");
  panel.toggleAttribute("data-none", !call);
  if (!call) return;
  panel.toggleAttribute("data-fresh", isFresh(call));
  panel.dataset.serial = call.serial;
  panel.dataset.length = call.label.length;
  put(byId("newest-label"), call.label);
  const number = numberOf(call.counter_name);
  put(byId("newest-caption"), number ? t("Counter") : "");
  put(byId("newest-counter"), number ?? call.counter_name);
  byId("newest-counter").classList.toggle("long", !number);
  put(byId("newest-words"), sentenceOf(call));
}

function sentenceOf(call) {
  const number = numberOf(call.counter_name);
  const come = number
    ? t("Number %(label)s, please go to counter %(number)s", { label: call.label, number })
    : t("Number %(label)s, please go to %(counter)s", { label: call.label, counter: call.counter_name });
  const parts = [come];
  if (call.again) parts.push(t("called again"));
  if (call.priority) parts.push(t("priority"));
  return parts.join(" · ");
}

function drawEarlier(rows) {
  list(
    byId("earlier"),
    rows,
    (call) => call.serial,
    (call) => [call.label, call.counter_name, isFresh(call)],
    (call) =>
      el(
        "li",
        { class: "call", "data-fresh": isFresh(call), "data-serial": call.serial },
        el("span", { class: "call-label number" }, call.label),
        el("span", { class: "call-place" }, named(call.counter_name)),
        el("span", { class: "call-time number" }, clock(call.at)),
      ),
  );
}

function isFresh(call) {
  return Date.parse(at) - Date.parse(call.at) < FRESH_MS;
}

/** Return the number in a counter's name that says nothing else; null where it says more. */
function numberOf(name) {
  return /^(?:quầy|counter)(?: số)? (\S{1,3})$/iu.exec(name.trim())?.[1] ?? null;
}

/** Return a counter's name as people here say it. */
function named(name) {
  const number = numberOf(name);
  return number ? t("Counter %(number)s", { number }) : name;
}

function drawCounters() {
  const now = new Map(view.serving.map((one) => [one.counter, one]));
  const tiles = byId("counters");
  tiles.dataset.many = view.counters.length > 10 ? "very" : String(view.counters.length > 6);
  list(
    tiles,
    view.counters,
    (counter) => counter.id,
    (counter) => [counter.name, counter.state, now.get(counter.id) ?? null],
    (counter) => tile(counter, now.get(counter.id)),
  );
}

function tile(counter, serving) {
  const state = serving ? serving.state : counter.state;
  return el(
    "li",
    { class: "tile", "data-state": state },
    el("span", { class: "tile-name" }, named(counter.name)),
    serving
      ? el("span", { class: "tile-label number" }, serving.label)
      : el("span", { class: "tile-word" }, CLOSED[counter.state] ?? t("Ready")),
  );
}

function drawWaiting() {
  const some = view.waiting.filter((line) => line.count > 0);
  const chips = some.map((line) => [line.field, name(line), line.count]);
  if (!chips.length) chips.push(["none", t("Nobody is waiting"), ""]);
  byId("waiting").toggleAttribute("data-many", chips.length > MANY_FIELDS);
  list(byId("waiting"), chips, ([key]) => key, (chip) => chip, chip);
}

function name(line) {
  return (language === "en" && line.name_en) || line.short_vi || line.name_vi;
}

function chip([, said, count]) {
  return el("li", { class: "chip" }, el("span", {}, said), count !== "" && el("strong", { class: "number" }, String(count)));
}

function drawMissed() {
  show(byId("missed-strip"), view.missed.length > 0);
  list(byId("missed"), view.missed, (one) => one.label, (one) => one.label, (one) => chip(["", one.label, ""]));
}

function drawNotice() {
  const said = (language === "en" && view.notice_en) || view.notice;
  const text = byId("notice");
  show(byId("notice-strip"), Boolean(said));
  if (text.textContent === said) return;
  put(text, said);
  move();
}

/** A notice that is too long for its line moves, as long as nobody stops it. */
function move() {
  const text = byId("notice");
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  text.removeAttribute("data-moves");
  const long = !still && text.offsetHeight > 1.8 * parseFloat(getComputedStyle(text).lineHeight);
  text.toggleAttribute("data-moves", long);
  text.style.setProperty("--seconds", `${Math.max(12, Math.round(text.textContent.length / 6))}s`);
  show(byId("notice-stop"), long);
}

addEventListener("resize", move);
byId("notice-stop").addEventListener("click", () => {
  const stopped = byId("notice").toggleAttribute("data-stopped");
  byId("notice-stop").setAttribute("aria-pressed", String(stopped));
});

/** Mark the call that is spoken now. */
function mark(call) {
  document.body.toggleAttribute("data-speaking", Boolean(call));
  byId("newest").toggleAttribute("data-spoken", Boolean(call) && byId("newest").dataset.serial === String(call.serial));
}

// once a second: the time of the day, what is fresh no longer, and whether sound is still let through
setInterval(() => {
  hasSlept();
  tell();
  if (at === null) return;
  // a clock that may be wrong is not shown to a whole hall
  show(document.querySelector(".hall-clock"), !view.clock_doubted);
  put(byId("clock"), clockNow(at));
  put(byId("date"), today());
}, 1_000);

function today() {
  const day = new Date(`${at.slice(0, 10)}T12:00:00Z`);
  const about = { weekday: "long", day: "2-digit", month: "2-digit", year: "numeric", timeZone: "UTC" };
  return day.toLocaleDateString(language === "en" ? "en-GB" : "vi-VN", about);
}

let leftSilent = false;
function tell() {
  show(byId("sound"), voice !== null && !voice.allowed && !leftSilent);
}

async function begin() {
  await voice?.begin();
  tell();
}

byId("sound-on").addEventListener("click", begin);
byId("sound-off").addEventListener("click", () => {
  leftSilent = true;
  tell();
});
// any touch will do; the button only says so
addEventListener("pointerdown", (event) => leftSilent || event.target.id === "sound-off" || begin());
addEventListener("keydown", () => leftSilent || begin());
tell();
