// Searches the posting while one types: the server finds, the page takes its list over.

import { byId, show } from "./dom.js";

const PAUSE_MS = 200;
const form = byId("search");
let waiting = 0;
let newest = 0;

async function search() {
  newest += 1;
  const mine = newest;
  const typed = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  const address = `/procedures?${typed}`;
  const answer = await fetch(address).catch(() => null);
  // a slower answer to what was typed before must not overtake
  if (mine !== newest || !answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  byId("posting").replaceWith(document.importNode(page.getElementById("posting"), true));
  history.replaceState(null, "", address);
}

form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(search, PAUSE_MS);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(waiting);
  search();
});

const print = byId("print");
show(print, true);
print.addEventListener("click", () => window.print());
