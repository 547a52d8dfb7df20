// Makes elements. Text goes in as text only: there is no way to give markup.

/** Return an element: el("p", { class: "quiet", onclick: f, hidden: true }, "text", child). */
export function el(name, about = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(about)) set(made, key, value);
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

function set(made, key, value) {
  if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
  else if (value === true) made.setAttribute(key, "");
  else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
}

export function byId(id) {
  return document.getElementById(id);
}

/** Put a text in, only if it changed: screen readers hear a change once. */
export function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Show or hide an element. */
export function show(element, shown) {
  element.hidden = !shown;
}

/** Draw a list anew, keeping the rows whose key and content stay: focus and screen readers are not disturbed. */
export function list(parent, items, key, content, draw) {
  const old = new Map([...parent.children].map((row) => [row.dataset.key, row]));
  const rows = items.map((item) => {
    const [mine, said] = [String(key(item)), JSON.stringify(content(item))];
    const before = old.get(mine);
    if (before && before.dataset.said === said) return before;
    const row = draw(item);
    row.dataset.key = mine;
    row.dataset.said = said;
    return row;
  });
  rows.forEach((row, place) => {
    if (parent.children[place] !== row) parent.insertBefore(row, parent.children[place] ?? null);
  });
  while (parent.children.length > rows.length) parent.lastElementChild.remove();
}
