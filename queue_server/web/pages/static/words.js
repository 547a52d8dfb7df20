// The page's texts and what the server told it, in the language of whoever looks.

export const data = JSON.parse(document.getElementById("page-data").textContent);
export const language = data.language;

function filled(text, about) {
  return text.replace(/%\((\w+)\)s|%%/g, (found, name) => (found === "%%" ? "%" : String(about[name])));
}

/** Return a text of the catalogue, filled in: t("Call %(label)s", { label }). */
export function t(text, about = {}) {
  return filled(data.words[text] ?? text, about);
}

/** Return a text that depends on a number: tn("%(n)s person", "%(n)s people", n). */
export function tn(one, many, n, about = {}) {
  return filled(data.words[one] ?? (n === 1 ? one : many), { n, ...about });
}

/** Return a text whose meaning needs a context: tc("counter", "Open"). */
export function tc(context, text, about = {}) {
  return filled(data.words[`${context}\u0004${text}`] ?? text, about);
}

/** Return a whole number as our language writes it: 1.234 or 1,234. */
export function whole(n) {
  return n.toLocaleString(language === "en" ? "en-GB" : "vi-VN");
}

/** Return what a view says in both languages in ours: spoken(field, "name"), spoken(alert, "sentence"). */
export function spoken(thing, name) {
  return (language === "en" && thing[`${name}_en`]) || thing[`${name}_vi`] || thing[`${name}_en`] || "";
}

/** Return the one of a sentence {vi, en} that is ours. */
export function sentence(both) {
  return both[language] || both.vi;
}
