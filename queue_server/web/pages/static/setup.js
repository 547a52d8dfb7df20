// Makes the first administrator by the code of the set-up, and signs them in.

import { post } from "./ask.js";
import { pressed } from "./press.js";
import { t } from "./words.js";

const form = document.getElementById("setup");
const said = document.getElementById("said");

form.addEventListener("submit", (event) => {
  event.preventDefault();
  said.hidden = true;
  const { code, name, password, again } = Object.fromEntries(new FormData(form));
  if (password !== again) return refuse(t("The two passwords are not the same."));
  pressed(form, () => make({ code: code.trim(), name, password }), { tell: refuse, again: 0 });
});

async function make(wanted) {
  await post("/api/v1/setup", wanted, { stay: true });
  await post("/api/v1/session", { name: wanted.name, password: wanted.password }, { stay: true });
  location.assign("/home");
}

function refuse(text) {
  said.textContent = text;
  said.hidden = false;
}
