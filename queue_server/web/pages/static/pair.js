// Makes this browser a screen of the centre, by a code that an administrator made.

import { post } from "./ask.js";
import { pressed } from "./press.js";
import { data } from "./words.js";

const form = document.getElementById("pair");
const said = document.getElementById("said");

form.addEventListener("submit", (event) => {
  event.preventDefault();
  said.hidden = true;
  pressed(form, enter, { tell: refuse, again: 0 });
});

async function enter() {
  await post("/api/v1/pair", { code: form.elements.code.value.trim() }, { stay: true });
  location.assign(data.next ?? "/home");
}

function refuse(text) {
  said.textContent = text;
  said.hidden = false;
  form.elements.code.select();
}
