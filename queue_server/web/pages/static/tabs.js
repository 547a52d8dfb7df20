// Tabs: one panel is shown; the arrows go from tab to tab.

/** Make tabs of [role=tablist]: each [role=tab] names its panel by aria-controls. */
export function tabs(bar) {
  const every = [...bar.querySelectorAll("[role=tab]")];
  const pick = (wanted) => {
    for (const tab of every) {
      const on = tab === wanted;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
      document.getElementById(tab.getAttribute("aria-controls")).hidden = !on;
    }
  };
  bar.addEventListener("click", (event) => {
    const tab = event.target.closest("[role=tab]");
    if (tab) pick(tab);
  });
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = every[(every.indexOf(document.activeElement) + step + every.length) % every.length];
    pick(next);
    next.focus();
  });
  pick(every[0]);
  return pick;
}
