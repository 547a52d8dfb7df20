// Times as the centre's clock shows them, and how long ago something was by the server's clock.

import { language } from "./words.js";

let ahead_ms = 0;

/** Learn the server's clock from the `at` of a frame. */
export function heardAt(at) {
  ahead_ms = Date.parse(at) - Date.now();
}

/** Return the server's time now, in milliseconds. */
export function now() {
  return Date.now() + ahead_ms;
}

/** Return the seconds since a moment, by the server's clock; never negative. */
export function secondsSince(at) {
  return Math.max(0, Math.floor((now() - Date.parse(at)) / 1000));
}

/** Return hours and minutes of a moment in the centre's own zone: its offset stands in the text. */
export function clock(at) {
  return at.slice(11, 16);
}

/** Return a moment of the server's clock in the centre's zone, as "hh:mm:ss"; `at` is any moment of the centre. */
export function clockNow(at) {
  const offset = /([+-])(\d\d):(\d\d)$/.exec(at);
  const minutes = offset ? Number(`${offset[1]}1`) * (Number(offset[2]) * 60 + Number(offset[3])) : 0;
  return new Date(now() + minutes * 60_000).toISOString().slice(11, 19);
}

/** Return a day such as "2026-11-26" in words: its weekday, then day, month and year. */
export function dayInWords(day) {
  const weekday = new Intl.DateTimeFormat(language === "en" ? "en-GB" : "vi-VN", { weekday: "long", timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));
  return `${language === "en" ? weekday : weekday.charAt(0).toLowerCase() + weekday.slice(1)}, ${writtenDay(day)}`;
}

/** Return a day such as "2026-11-26" as people write it. */
export function writtenDay(day) {
  return day.split("-").reverse().join("/");
}

/** Return the day that somebody wrote as day, month and year, as "2026-11-26"; null if there is none such. */
export function dayWritten(text) {
  const parts = /^\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\s*$/.exec(text);
  if (!parts) return null;
  const day = `${parts[3]}-${parts[2].padStart(2, "0")}-${parts[1].padStart(2, "0")}`;
  const moment = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(day) ? day : null;
}

/** Return a length as "m:ss" or "h:mm:ss". */
export function length(seconds) {
  const two = (n) => String(n).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
