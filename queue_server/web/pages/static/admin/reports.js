// What the papers of a centre say, which of them are expected, and how the case system's export is read.

import { el } from "../dom.js";
import { t } from "../words.js";
import { check, choices, linesOf, number, select, text } from "./form.js";
import { label } from "./labels.js";
import { offered } from "./values.js";

/** The heading that is found first where the centre names none. */
const USUAL = {
  code: "Mã hồ sơ",
  received: "Ngày tiếp nhận",
  due: "Ngày hẹn trả",
  done: "Ngày giải quyết xong",
  field: "Lĩnh vực",
  procedure: "Mã thủ tục",
  channel: "Hình thức nộp",
  state: "Trạng thái",
  quantity: "Số lượng",
  owner: "Chủ hồ sơ",
  address: "Địa chỉ",
  phone: "Số điện thoại",
};

function columns(about) {
  const fields = Object.entries(USUAL).map(([member, heading]) =>
    text(about.columns, member, label("reporting.columns", member), `reporting.columns.${member}`, { hint: t("Usually “%(heading)s”.", { heading }) }),
  );
  return el("details", { class: "item card" }, el("summary", {}, t("Headings of the columns")), el("div", { class: "form item-form" }, el("div", { class: "pair" }, fields)));
}

/** Return the section of reports. */
export function reporting(plan) {
  const about = plan.reporting;
  const name = (member) => label("reporting", member);
  const where = (member) => `reporting.${member}`;
  const words = (member, hint) => text(about, member, name(member), where(member), { hint });
  const one = (member, hint) => select(about, member, name(member), where(member), offered(where(member)), { hint });
  const any = (member, hint) => choices(about, member, name(member), where(member), offered(where(member)), { hint });
  return [
    el("h3", {}, t("What stands on the papers")),
    words("authority", t("As papers begin: UBND XÃ …")),
    el("div", { class: "pair" }, words("receiver", t("Stands among the notes of Form II.06a.")), words("place", t("Stands before the date: Cẩm Xuyên, ngày …"))),
    words("level", t("Heads the rows of Form II.06a: Cấp xã. Leave it empty for no such row.")),
    linesOf(about, "signers", name("signers"), where("signers"), { hint: t("One line each.") }),
    el("h3", {}, t("Periods and reports to file")),
    number(plan.policy, "cutoff_day", label("policy", "cutoff_day"), "policy.cutoff_day", { most: 27, hint: t("14: a month runs from the 15th to the 14th. 0: the calendar's month.") }),
    any("expected", t("For every month, quarter, half-year, nine months and year; what was not filed stands under “Gaps”.")),
    one("withdrawn", t("The form always says which of the two it is.")),
    el("h3", {}, t("Register of dossiers")),
    el("div", { class: "pair" }, one("register", t("Ask which one your province uses.")), words("register_form", t("Stands on paper; leave it empty until it is confirmed."))),
    el("div", { class: "pair" }, words("agency", t("Who settles what is received; a procedure of the catalogue may name another.")), words("area", t("Stands in the register; leave it empty to fill it in by hand."))),
    any("register_complete", t("A row that lacks one of these stands under “Gaps”.")),
    el("h3", {}, t("File from the case system")),
    el("p", { class: "quiet" }, t("The usual headings are found by themselves. Type one, as it stands in the file, only where an import does not find it.")),
    columns(about),
    el("h3", {}, t("Names of those who own dossiers")),
    check(about, "keep_owners", name("keep_owners"), where("keep_owners"), { hint: t("Off: names, addresses and phone numbers in the file are not kept.") }),
    number(about, "owners_days", name("owners_days"), where("owners_days"), { least: 1, most: 3650, hint: t("Counted from the import; then they are deleted by themselves. At most 3650.") }),
  ];
}
