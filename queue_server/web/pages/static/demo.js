// The demo's first page: shows the newest slip and how its ticket stands, and opens the doors.

import { get, ofCentre, post } from "./ask.js";
import { byId, put, show } from "./dom.js";
import { pressed } from "./press.js";
import { data, t, tn } from "./words.js";

const LOOK_MS = 800;
const NOT_OPEN = new Set(["counter_taken", "wrong_state", "already_open"]);

let shown = null;
let ticket = null;

for (const frame of document.querySelectorAll(".wall iframe")) {
  new ResizeObserver(() => fit(frame)).observe(frame.parentElement);
}

/** Show a board as it is on a TV, only smaller. */
function fit(frame) {
  const { clientWidth, clientHeight } = frame.parentElement;
  const scale = clientWidth / frame.dataset.wide;
  frame.style.width = `${frame.dataset.wide}px`;
  frame.style.height = `${clientHeight / scale}px`;
  frame.style.transform = `scale(${scale})`;
}

async function look() {
  try {
    if (!document.hidden) draw(await get(data.paper, { stay: true }));
  } catch {
    // the kiosk and the boards say themselves that nothing is live
  }
  setTimeout(look, LOOK_MS);
}

function draw(newest) {
  ticket = newest.ticket;
  if (!ticket) return;
  if (shown !== nameOf(newest)) slip(newest);
  put(byId("paper-title"), newest.yours ? t("Your ticket") : t("The newest ticket"));
  put(byId("stands"), stands(newest));
  byId("stands").dataset.state = ticket.state;
  const waits = newest.yours && ticket.state === "waiting";
  show(byId("call"), waits);
  if (waits) put(byId("call"), t("Call it to counter %(name)s", { name: data.counter }));
  if (newest.yours && ticket.counter) board(ticket.counter);
}

function nameOf({ ticket: { id }, yours }) {
  return `${id} ${yours}`;
}

function slip(newest) {
  const { ticket: { id, label }, yours } = newest;
  const fresh = shown !== null;
  shown = nameOf(newest);
  const image = byId("slip");
  image.src = `${data.paper}.png?of=${encodeURIComponent(id)}`;
  image.alt = yours ? t("Your ticket %(label)s, as it was printed", { label }) : t("Ticket %(label)s, as it is printed", { label });
  const link = byId("slip-link");
  link.href = `/t/${encodeURIComponent(id)}`;
  link.hidden = false;
  show(byId("no-slip"), false);
  const slot = link.parentElement;
  slot.removeAttribute("data-fresh");
  if (fresh) requestAnimationFrame(() => slot.setAttribute("data-fresh", ""));
}

function stands({ ticket: { label, state, ahead }, place }) {
  switch (state) {
    case "waiting":
      return ahead ? tn("%(label)s waits, %(n)s person before it", "%(label)s waits, %(n)s people before it", ahead, { label }) : t("%(label)s is next", { label });
    case "called":
      return t("%(label)s is called to %(place)s", { label, place });
    case "serving":
      return t("%(label)s is served at %(place)s", { label, place });
    case "served":
      return t("%(label)s is done", { label });
    case "missed":
    case "no_show":
      return t("%(label)s was called, nobody came", { label });
    case "held":
      return t("%(label)s is kept aside", { label });
    default:
      return label;
  }
}

/** Show the board above a counter. */
function board(counter) {
  if (data.shown === counter) return;
  data.shown = counter;
  const address = `/counter/${encodeURIComponent(counter)}`;
  byId("counter").src = address;
  byId("counter-link").href = address;
  put(byId("counter-name"), t("Counter %(name)s", { name: counter }));
}

function signIn(name) {
  return post("/api/v1/session", { name, password: data.passwords[name] }, { stay: true });
}

/** Do what the officer of the visitors' counter does: open it, and call this number. */
async function call() {
  const { token } = await signIn(data.officer);
  const headers = { Authorization: `Bearer ${token}` };
  const counter = ofCentre(`/counters/${data.counter}`);
  try {
    await post(`${counter}/open`, {}, { headers, stay: true });
  } catch (no) {
    if (!NOT_OPEN.has(no.code)) throw no;
  }
  board(data.counter);
  await post(`${counter}/call`, { ticket: ticket.id, reason: t("Tried in the demo") }, { headers, stay: true });
}

byId("call").addEventListener("click", (event) => pressed(event.currentTarget, call));
for (const way of document.querySelectorAll("button.way")) {
  way.addEventListener("click", () =>
    pressed(way, async () => {
      await signIn(way.dataset.account);
      location.assign(way.dataset.to);
    }),
  );
}
look();
