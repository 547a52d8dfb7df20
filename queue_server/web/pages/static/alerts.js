// What staff should look at, said so that many alike are one.

import { t } from "./words.js";

const MANY = 3;

/** Return the alerts with those of many unserved fields as one: before the doors open it is all of them. */
export function gathered(alerts) {
  const unserved = alerts.filter((alert) => alert.code === "no_open_counter");
  if (unserved.length < MANY) return alerts;
  const said = t("People wait in %(n)s fields, but no counter is open for them.", { n: unserved.length });
  const one = { code: "no_open_counter", about: "", sentence_vi: said, sentence_en: said };
  return alerts.flatMap((alert) => (alert.code !== one.code ? [alert] : alert === unserved[0] ? [one] : []));
}
