// Opens the kiosk's terminal once its letters are there; when the connection ends, waits for
// the server and begins anew.

const GRID = { columns: 136, rows: 38 }; // what the kiosk's screens are drawn for
const SMALL_GRID = { columns: 100, rows: 30 }; // the least that they fit in, for a telephone
const NARROW = 640; // pixels
const WIDE = 0.6; // a cell's width in sizes of the letters; it is twice as high as wide
const SMALLEST = 3; // pixels
const BEAT_MS = 4000, SILENT_MS = 12000;
const AGAIN_MS = 500, SLOWEST_MS = 10000, LASTED_MS = 5000;
const PICTURE = 2000; // bytes: less is no whole screen yet
const TAKEN_OVER = 4409;
const FAILURES = "kiosk-failures";

const glass = document.getElementById("terminal");
const began = Date.now();

// Our cells are of whole pixels and need no measuring; browsers that play a telephone measure wrongly.
class Measure extends ResizeObserver {
  observe(element, how) {
    if (JSON.stringify(how ?? {}).includes("device-pixel")) throw new TypeError("not needed");
    super.observe(element, how);
  }
}

class Wire extends WebSocket {
  constructor(...given) {
    super(...given);
    let heard = Date.now(), drawn = 0;
    const beat = setInterval(() => {
      if (Date.now() - heard > SILENT_MS) end(1006);
      else if (this.readyState === WebSocket.OPEN) this.send(JSON.stringify(["ping", `${Date.now()}`]));
    }, BEAT_MS);
    const end = (code) => { clearInterval(beat); ended(code); };
    this.addEventListener("message", (event) => {
      heard = Date.now();
      if (typeof event.data === "string") return;
      drawn += event.data.byteLength;
      if (drawn > PICTURE) show("");
    });
    this.addEventListener("close", (event) => end(event.code));
  }
}

async function open() {
  await Promise.all([document.fonts.load('16px "Roboto Mono"', "Số ▀"), document.fonts.load('bold 16px "Roboto Mono"', "Số ▀")]);
  glass.dataset.fontSize = letters(window.innerWidth, window.innerHeight);
  glass.dataset.sessionWebsocketUrl = new URL("ws", location.href).href.replace(/^http/, "ws");
  window.WebSocket = Wire;
  window.ResizeObserver = Measure;
  const script = document.createElement("script");
  script.src = new URL("static/terminal.js", location.href).href;
  script.onload = () => {
    window.onload();
    // a finger needs no keyboard on the glass; one that is plugged in still works
    const keys = glass.querySelector("textarea");
    if (keys) keys.inputMode = "none";
  };
  document.head.append(script);
}

// Cells of whole pixels: the terminal rounds others, and its picture would not fill the glass.
function letters(width, height) {
  const { columns, rows } = width < NARROW ? SMALL_GRID : GRID;
  const dots = window.devicePixelRatio;
  const cell = Math.floor(Math.min(width / columns, height / rows / 2) * dots) / dots;
  return ((Math.max(SMALLEST, cell) + 0.01) / WIDE).toFixed(3);
}

function show(id) {
  for (const name of ["waiting", "lost", "elsewhere"]) {
    document.getElementById(name).hidden = name !== id;
  }
}

function ended(code) {
  if (code === TAKEN_OVER) return show("elsewhere");
  show("lost");
  const failures = Date.now() - began < LASTED_MS ? Number(sessionStorage.getItem(FAILURES)) + 1 : 0;
  sessionStorage.setItem(FAILURES, failures);
  setTimeout(again, Math.min(AGAIN_MS * 2 ** failures, SLOWEST_MS) * (0.75 + Math.random() / 2));
}

async function again() {
  try {
    const answer = await fetch("alive", { cache: "no-store", signal: AbortSignal.timeout(2000) });
    if (answer.ok) return location.reload();
  } catch {
    // not yet back
  }
  setTimeout(again, AGAIN_MS * (0.75 + Math.random() / 2));
}

document.getElementById("here").addEventListener("click", () => location.reload());
document.addEventListener("contextmenu", (event) => event.preventDefault());
open();
