// What every page does: sign out, dress its fields, and change the language without losing the rest of the address.

import { ask } from "./ask.js";
import { dressDay, dressFile } from "./fields.js";
import { pressed } from "./press.js";

const out = document.getElementById("sign-out");
out?.addEventListener("click", () =>
  pressed(out, async () => {
    await ask("DELETE", "/api/v1/session", undefined, { stay: true });
    location.assign("/sign-in");
  }),
);

for (const link of document.querySelectorAll(".languages a")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const here = new URL(location.href);
    here.searchParams.set("lang", link.lang);
    location.assign(here);
  });
}

document.querySelectorAll("input[type=file]").forEach(dressFile);
document.querySelectorAll("input.day").forEach(dressDay);

// on a phone the links stand in one row that can be pushed: the one we are at is seen
for (const here of document.querySelectorAll(".bar [aria-current=page], .admin-tabs [aria-current]")) {
  here.scrollIntoView({ block: "nearest", inline: "center" });
}
