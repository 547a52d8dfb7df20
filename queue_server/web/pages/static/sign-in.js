// Signs in, and goes back to where one came from.

import { post } from "./ask.js";
import { pressed } from "./press.js";
import { data } from "./words.js";

const form = document.getElementById("sign-in");
const said = document.getElementById("said");

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const typed = Object.fromEntries(new FormData(form));
  said.hidden = true;
  pressed(form, () => enter(typed), { tell: refuse, again: 0 });
});

async function enter(typed) {
  await post("/api/v1/session", typed, { stay: true });
  location.assign(data.next ?? "/home");
}

function refuse(text) {
  said.textContent = text;
  said.hidden = false;
  form.elements.password.select();
}
