// The manager's reports: file one, take an export in, print the register with names.

import { NoAnswer, Refusal, ofCentre, post, toSignIn } from "./ask.js";
import { byId, el } from "./dom.js";
import { pressed } from "./press.js";
import { dayWritten } from "./time.js";
import { data, spoken, t, tn } from "./words.js";

const dialog = byId("file-dialog");
byId("file")?.addEventListener("click", () => dialog.showModal());
byId("file-no")?.addEventListener("click", () => dialog.close());
byId("file-yes")?.addEventListener("click", (event) =>
  pressed(event.currentTarget, async () => {
    await post(ofCentre(`/reports/${data.report}/filed`), { period: data.period, basis: data.basis });
    location.reload();
  }),
);

const taking = byId("import");
taking?.addEventListener("submit", (event) => {
  event.preventDefault();
  const given = new FormData(taking);
  const query = new URLSearchParams();
  for (const name of ["from", "to"]) if (given.get(name)) query.set(name, dayWritten(given.get(name)));
  pressed(taking, async () => {
    const answer = await sent(ofCentre(`/dossiers/imports?${query}`), given.get("file"));
    showTaken(await answer.json());
  });
});

const naming = byId("names-form");
naming?.addEventListener("submit", (event) => {
  event.preventDefault();
  const given = new FormData(naming);
  const query = new URLSearchParams({ period: data.period, basis: data.basis, format: given.get("format") });
  pressed(naming, async () => {
    const answer = await sent(ofCentre(`/reports/register/filled?${query}`), given.get("file"));
    save(await answer.blob(), `register_${data.period}.${given.get("format")}`);
  });
});

/** Send a file as it is; what is wrong with it is told as with every other press. */
async function sent(path, file) {
  let answer;
  try {
    const headers = { "X-Requested-With": "page", "Content-Type": "application/octet-stream" };
    answer = await fetch(path, { method: "POST", headers, body: file, credentials: "same-origin" });
  } catch {
    throw new NoAnswer();
  }
  if (answer.ok) return answer;
  if (answer.status === 401) toSignIn();
  throw new Refusal(answer.status, await answer.json().catch(() => ({})));
}

function showTaken({ taken_in, lines }) {
  const refused = lines.filter((line) => line.verdict === "refused");
  const words = { new: t("New"), changed: t("Changed"), same: t("Unchanged"), refused: t("Not taken") };
  const summary = t("%(taken)s new or changed, %(same)s unchanged, %(refused)s not taken.", taken_in);
  const row = (line) =>
    el("tr", {}, el("td", { class: "number" }, String(line.line)), el("td", {}, line.code || "–"),
      el("td", {}, words[line.verdict]), el("td", {}, spoken(line, "why")));
  const head = ["Line", "Dossier code", "What became of it", "Why"];
  const said = { Line: t("Line"), "Dossier code": t("Dossier code"), "What became of it": t("What became of it"), Why: t("Why") };
  byId("taken").replaceChildren(
    el("p", { class: refused.length ? "banner warn" : "banner good" }, summary),
    el("div", { class: "scroll taken-lines", tabindex: "0", role: "group", "aria-label": t("Lines of the file") },
      el("table", { class: "table" },
        el("thead", {}, el("tr", {}, head.map((name) => el("th", { scope: "col" }, said[name])))),
        el("tbody", {}, [...refused, ...lines.filter((line) => line.verdict !== "refused")].slice(0, 500).map(row)))),
    ...(lines.length > 500 ? [el("p", { class: "quiet" }, tn("%(n)s line in all", "%(n)s lines in all", lines.length))] : []),
    el("p", {}, el("a", { class: "button", href: location.href }, t("Show the report with the new data"))),
  );
}

function save(blob, name) {
  const link = el("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

