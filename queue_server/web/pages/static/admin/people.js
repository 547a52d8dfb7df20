// What roles are called, and when something was last there.

import { el } from "../dom.js";
import { data, language, t } from "../words.js";

const WRITTEN = { day: "2-digit", month: "2-digit", year: "numeric", hour: "2-digit", minute: "2-digit" };

export function roleName(role) {
  return (
    {
      officer: t("Officer"),
      manager: t("Manager"),
      auditor: t("Auditor"),
      admin: t("Administrator"),
      kiosk: t("Kiosk"),
      display: t("Board"),
      rating: t("Rating tablet"),
    }[role] ?? role
  );
}

/** Return a moment as people write it, in the centre's zone. */
export function moment(at) {
  return new Date(at).toLocaleString(language === "en" ? "en-GB" : "vi-VN", { ...WRITTEN, timeZone: data.zone });
}

/** Return the centre's date, as "2026-11-23". */
export function today() {
  return new Date().toLocaleDateString("en-CA", { timeZone: data.zone });
}

/** Return who did something that no account and no device did. */
export function actorName(by) {
  return { operator: t("a command at the server"), timer: t("the server by itself") }[by] ?? by;
}

/** Return when a device was last there. */
export function seen(device) {
  if (device.watching) return el("span", { class: "badge good" }, t("there now"));
  if (!device.seen_at) return el("span", { class: "quiet" }, t("never seen"));
  return el("span", {}, moment(device.seen_at));
}

/** Return the row of buttons of a line of a table. */
export function actions(...buttons) {
  return el("td", {}, el("div", { class: "row-buttons" }, buttons.filter(Boolean)));
}
