// What has to be asked before a press can be sent. Each returns what to send, null if it was thought better of.

import { choices, choose, open, reason, search } from "../dialog.js";
import { el } from "../dom.js";
import { spoken, t } from "../words.js";
import { DossierLines } from "./dossiers.js";
import { about, OUTCOMES, standing, WHY_CALL, WHY_HOLD, WHY_PAUSE, WHY_PRIORITY } from "./words.js";

export const whyPause = () => reason(t("Why do you pause?"), WHY_PAUSE);
export const whyHold = (ticket) => reason(t("Why is %(label)s held?", ticket), WHY_HOLD);
export const whyCall = (ticket) => reason(t("Why is %(label)s called out of turn?", ticket), WHY_CALL);

/** Ask for one of some tickets. */
export async function whichTicket(title, tickets) {
  const offered = tickets.map((ticket) => ({ value: ticket.id, text: ticket.label, hint: standing(ticket) }));
  const picked = await search(title, offered);
  return tickets.find((ticket) => ticket.id === picked) ?? null;
}

/** Ask where a ticket goes, and whether it keeps its place. */
export async function whereTo(ticket, centre, counter) {
  const counters = centre.counters.filter((other) => other.id !== counter);
  const fieldsOf = (other) => other.fields.map((code) => nameOf(centre, code)).join(", ");
  const offered = [
    ...counters.map((other) => ({ value: `counter:${other.id}`, text: other.name, hint: fieldsOf(other) })),
    ...centre.fields.map((field) => ({ value: `field:${field.code}`, text: spoken(field, "name"), hint: t("Field") })),
  ];
  const keep = el("input", { type: "checkbox", checked: true });
  const place = el("label", { class: "check" }, keep, t("Keeps its place, before those who came later"));
  const target = await search(t("Where does %(label)s go?", ticket), offered, { above: () => [place] });
  if (target === null) return null;
  const [what, code] = [target.slice(0, target.indexOf(":")), target.slice(target.indexOf(":") + 1)];
  return { [what]: code, keep_place: keep.checked };
}

/** Ask for a priority group and why; the group "" takes priority away. */
export async function whichPriority(ticket, centre) {
  const groups = centre.groups.filter((group) => group.code !== ticket.priority);
  const offered = groups.map((group) => ({ value: group.code, text: spoken(group, "name") }));
  if (ticket.priority) offered.push({ value: "", text: t("No priority") });
  const group = await choose(t("Priority of %(label)s", ticket), offered);
  if (group === null) return null;
  const why = await reason(t("Why is the priority of %(label)s changed?", ticket), WHY_PRIORITY);
  return why === null ? null : { group: group || null, reason: why };
}

/** Ask at which kiosk a ticket is printed; the only one is not asked for. */
export async function whichKiosk(ticket, kiosks) {
  if (kiosks.length === 1) return { kiosk: kiosks[0].id };
  const offered = kiosks.map((kiosk) => ({ value: kiosk.id, text: kiosk.name }));
  const kiosk = await choose(t("Where is %(label)s printed?", ticket), offered);
  return kiosk === null ? null : { kiosk };
}

/** Ask how a service ended, with its dossiers and a note. */
export function whichOutcome(ticket, procedures) {
  return open(
    t("How did %(label)s end?", ticket),
    (close) => {
      const lines = new DossierLines(ticket, procedures);
      const note = el("input", { name: "note", maxlength: "1000", autocomplete: "off" });
      const finish = (outcome) => {
        if (!lines.areValid()) return;
        const said = note.value.trim();
        close({ outcome, dossiers: lines.value(), ...(said && { note: said }) });
      };
      const offered = Object.entries(OUTCOMES).map(([value, text]) => ({ value, text }));
      return [
        el("p", { class: "quiet" }, about(ticket)),
        lines.form,
        el("label", { class: "row" }, t("Note"), note),
        choices(offered, finish),
      ];
    },
    { look: "outcome" },
  );
}

function nameOf(centre, code) {
  const field = centre.fields.find((one) => one.code === code);
  return field ? spoken(field, "name") : code;
}
