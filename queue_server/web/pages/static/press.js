// Buttons that ask the server: one press is sent once, whatever the finger does.

import { failed } from "./toast.js";

const AGAIN_MS = 1_000;

/**
 * Do `work` once for a press of `button` (or a form): busy while it lasts, deaf for a second after it began.
 * A refusal is told; what `work` returns is returned, null where nothing was done.
 * Options: tell(sentence, error); again, the milliseconds of deafness (0 for forms that are typed).
 */
export async function pressed(button, work, { tell = failed, again = AGAIN_MS } = {}) {
  const now = performance.now();
  const before = Number(button.dataset.pressedAt ?? -again);
  if (button.getAttribute("aria-busy") === "true" || now - before < again) return null;
  button.dataset.pressedAt = String(now);
  button.setAttribute("aria-busy", "true");
  try {
    return await work();
  } catch (error) {
    tell(error.message, error);
    return null;
  } finally {
    button.removeAttribute("aria-busy");
  }
}
