// What the members of a plan are called by people.

import { t, tc } from "../words.js";

/** Return the name of a member of a part of the plan; its own name where we know no better. */
export function label(part, member) {
  return NAMES()[`${part}.${member}`] ?? NAMES()[member] ?? member;
}

/** Return the name of a part of the plan. */
export function partName(part) {
  return (
    {
      "": t("The centre"),
      series: t("Number series"),
      fields: t("Field"),
      kinds: t("Kind of visit"),
      counters: t("Counter"),
      procedures: t("Procedure"),
      policy: t("Rules"),
      "policy.groups": t("Priority group"),
      hours: t("Hours"),
      "hours.weeks": t("Week list"),
      "hours.holidays": t("Day by exception"),
      reporting: t("Reports"),
      "reporting.columns": t("Headings of the columns"),
    }[part] ?? part
  );
}

export function kindName(kind) {
  return { submit: t("Hand in a dossier"), collect: t("Collect a result"), guidance: t("Guidance") }[kind] ?? kind;
}

let known = null;

function NAMES() {
  known ??= {
    order: t("Order"),
    name_vi: t("Name in Vietnamese"),
    name_en: t("Name in English"),
    short_vi: t("Short name (for a tile)"),
    name: tc("thing", "Name"),
    code: tc("thing", "Code"),
    id: tc("thing", "Code"),
    series: t("Number series"),
    minutes: t("Usual minutes of one service"),
    next_day_after_15: t("After 15:00 the time counts from the next working day"),
    level: t("Level of government"),
    prefix: t("Sign before the number"),
    quota: t("Most numbers a day"),
    fields: t("Fields it serves"),
    helps: t("Fields it helps when its own lines are empty"),
    kinds: t("Visits without a field"),
    kind: t("Kind"),
    rank: t("Rank (1 goes first)"),
    header_vi: t("Head lines in Vietnamese"),
    header_en: t("Head lines in English"),
    notice_vi: t("Notice in Vietnamese"),
    notice_en: t("Notice in English"),
    logo: t("Logo"),
    blank: t("Boards blank and silent"),
    public_url: t("Address for phones"),
    zone: t("Time zone"),
    days: t("Service hours"),
    tickets: t("Ticket hours"),
    starts: t("Holds from"),
    date: t("Day"),
    note: t("Note"),
    intervals: t("Hours on that day"),
    always_open: t("Open at every hour"),
    "policy.priority": t("How priority works"),
    "policy.priority_run": t("Most priority calls in a row"),
    "policy.guard_minutes": t("Who has waited this many minutes goes first"),
    "policy.guard_in_strict": t("This also holds under strict priority"),
    "policy.priority_at_kiosk": t("Priority is asked for at the kiosk"),
    "policy.sentence_vi": t("Sentence about priority in Vietnamese"),
    "policy.sentence_en": t("Sentence about priority in English"),
    "policy.presence_s": t("Seconds to come to the counter"),
    "policy.calls_before_miss": t("Calls before “absent” is suggested"),
    "policy.recall_gap_s": t("Seconds between two calls"),
    "policy.grace_minutes": t("Minutes in which a missed number keeps its place"),
    "policy.undo_s": t("Seconds in which a press can be undone"),
    "policy.dossiers_per_ticket": t("Most dossiers on one number"),
    "policy.agents_series": t("Series for those who bring more"),
    "policy.tickets_a_minute": t("Most numbers at one kiosk in a minute"),
    "policy.tickets_in_a_row": t("Most of them in a row for one field"),
    "policy.lunch": t("Over lunch"),
    "policy.issue_without_counter": t("Give numbers though no counter is open"),
    "policy.last_ticket_by_capacity": t("Stop numbers when the rest of the day is full"),
    "policy.long_service_minutes": t("A service is long from (minutes)"),
    "policy.target_wait_minutes": t("Wait that we aim for (minutes)"),
    "policy.breach_wait_minutes": t("Wait that is too long (minutes)"),
    "policy.spell_digits": t("Speak every digit"),
    "policy.zero_word": t("The word for a nought between"),
    "policy.text_days": t("Days for which notes and comments are kept"),
    "policy.cutoff_day": t("Last day of a month for reports"),
    "reporting.authority": t("Body above the centre"),
    "reporting.receiver": t("Who gets the reports"),
    "reporting.place": t("Place of signing"),
    "reporting.level": t("Level of government"),
    "reporting.agency": t("Agency in charge"),
    "reporting.area": t("Area the dossiers come from"),
    "reporting.signers": t("Who signs"),
    "reporting.register": t("Form of the register"),
    "reporting.register_form": t("Form name of the register"),
    "reporting.register_complete": t("A row is whole with"),
    "reporting.withdrawn": t("Withdrawn and stopped dossiers in Form II.06a"),
    "reporting.expected": t("Reports that have to be filed"),
    "reporting.keep_owners": t("Keep the names in an import"),
    "reporting.owners_days": t("Days for which they are kept"),
    "reporting.columns.code": t("Dossier code"),
    "reporting.columns.received": t("Day received"),
    "reporting.columns.due": t("Day due"),
    "reporting.columns.done": t("Day settled"),
    "reporting.columns.channel": t("Way it was handed in"),
    "reporting.columns.field": t("Field"),
    "reporting.columns.procedure": t("Procedure"),
    "reporting.columns.quantity": t("Quantity"),
    "reporting.columns.state": t("State of the dossier"),
    "reporting.columns.owner": t("Owner of the dossier"),
    "reporting.columns.address": t("Address"),
    "reporting.columns.phone": t("Phone number"),
    short_name: t("Short name (for a tile)"),
    keywords: t("Words that people say"),
    "procedures.days": t("Processing time"),
    days_unit: t("Unit of the time"),
    fee: t("Fee"),
    papers: t("Papers"),
    agency: t("Agency in charge"),
    source: t("Source"),
    checked_on: t("Checked on"),
    valid_from: t("Valid from"),
    valid_to: t("Valid to"),
    replaced_by: t("Replaced by"),
    field: t("Field"),
  };
  return known;
}
