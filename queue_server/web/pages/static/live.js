// A live view: shows the newest picture, dials again when the line is lost, and knows when it is not live.

import { ofCentre, toSignIn } from "./ask.js";
import { heardAt } from "./time.js";
import { t } from "./words.js";

// the longest, with its spread, stays under five seconds: so soon a restarted server has all screens back
const AGAIN_MS = [200, 1_000, 2_000, 3_000];
const SILENT_MS = 9_000;
const LOOK_MS = 500;
const NOT_SIGNED_IN = 4401;
const FOR_EVER = new Set([4401, 4403, 4404]);

/**
 * Watch a live view of this page's centre: watch("/live/hall", (view, frame) => …, (state) => …).
 * A state is {live, silent, since, gone}: whether frames come; whether nothing came for so long that what is
 * shown may be wrong; the last moment it was right (a Date, or null); the code of a refusal, or null.
 */
export function watch(path, show, tell = sayNotLive) {
  const line = new Line(path, show, tell);
  line.dial();
  return line;
}

class Line {
  constructor(path, show, tell) {
    Object.assign(this, { path, show, tell, tries: 0, serial: -1, heard: performance.now(), since: null });
    this.socket = null;
    this.gone = null;
    this.said = "";
    this.looking = setInterval(() => this.look(), LOOK_MS);
    this.hurry = () => this.atOnce();
    addEventListener("online", this.hurry);
    document.addEventListener("visibilitychange", this.hurry);
  }

  dial() {
    clearTimeout(this.waiting);
    const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}${ofCentre(this.path)}`);
    this.socket = socket;
    this.serial = -1;
    this.dialled = performance.now();
    socket.addEventListener("message", (message) => this.hear(socket, JSON.parse(message.data)));
    socket.addEventListener("close", (event) => this.closed(socket, event.code));
  }

  hear(socket, frame) {
    if (socket !== this.socket) return;
    this.heard = performance.now();
    this.since = new Date();
    this.tries = 0;
    heardAt(frame.at);
    // within one line the serial never goes back; the same serial again is a newer picture
    if (frame.type === "view" && frame.serial >= this.serial) {
      this.serial = frame.serial;
      this.show(frame.view, frame);
    }
    this.look();
  }

  closed(socket, code) {
    if (socket !== this.socket) return;
    this.socket = null;
    if (FOR_EVER.has(code)) this.end(code);
    else this.later();
    this.look();
    if (code === NOT_SIGNED_IN) toSignIn();
  }

  later() {
    const wait = AGAIN_MS[Math.min(this.tries, AGAIN_MS.length - 1)] * (0.75 + Math.random() / 2);
    this.tries += 1;
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.dial(), wait);
  }

  atOnce() {
    if (document.hidden || this.socket || this.gone) return;
    this.dial();
  }

  /** Look whether we still hear something; a line that is open and silent is dead. */
  look() {
    const quiet = performance.now() - this.heard;
    const open = this.socket !== null && this.socket.readyState === WebSocket.OPEN;
    if (this.socket && quiet > SILENT_MS && performance.now() - this.dialled > SILENT_MS) this.drop();
    const live = open && quiet <= SILENT_MS && this.serial >= 0;
    const state = { live, silent: quiet > SILENT_MS, since: this.since, gone: this.gone };
    const said = JSON.stringify([state.live, state.silent, state.gone]);
    if (said === this.said) return;
    this.said = said;
    this.tell(state);
  }

  drop() {
    const dead = this.socket;
    this.socket = null;
    dead.close();
    this.later();
  }

  /** Dial anew: what lies on the line may be old. */
  again() {
    if (this.socket) this.drop();
    this.look();
  }

  end(code = null) {
    this.gone = code;
    clearInterval(this.looking);
    clearTimeout(this.waiting);
    removeEventListener("online", this.hurry);
    document.removeEventListener("visibilitychange", this.hurry);
  }

  /** Watch no more. */
  close() {
    const socket = this.socket;
    this.socket = null;
    this.end();
    socket?.close();
  }
}

/** Show in #not-live, if the page has it, that what is shown may be old, and since when. */
export function sayNotLive(state) {
  const place = document.getElementById("not-live");
  if (!place) return;
  document.documentElement.toggleAttribute("data-not-live", !state.live);
  place.hidden = state.live || !(state.silent || state.gone);
  place.textContent = place.hidden ? "" : notLive(state);
}

/** Return the sentence that says so. */
export function notLive(state) {
  if (state.gone === 4403) return t("You may not see this.");
  if (state.gone === 4404) return t("This does not exist any more.");
  if (!state.since) return t("The server cannot be reached.");
  const time = state.since.toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  return t("Not live since %(time)s. What you see may be old.", { time });
}
