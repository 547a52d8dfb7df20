// The centre's picture: chosen from a file, made small in the browser, shown as it will be.

import { el } from "../dom.js";
import { dressFile } from "../fields.js";
import { t } from "../words.js";
import { row } from "./form.js";

const WIDEST = 480;
const HIGHEST = 240;
const MOST_LETTERS = 90_000;

async function small(file, most) {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, (WIDEST * most) / picture.width, (HIGHEST * most) / picture.height);
  const canvas = el("canvas", { width: Math.max(1, Math.round(picture.width * scale)), height: Math.max(1, Math.round(picture.height * scale)) });
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/png").split(",")[1];
}

async function show(canvas, picture) {
  canvas.hidden = !picture;
  if (!picture) return;
  const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  [canvas.width, canvas.height] = [image.width, image.height];
  canvas.getContext("2d").drawImage(image, 0, 0);
}

/** Return the field of the logo. */
export function logo(plan) {
  const input = el("input", { type: "file", accept: "image/png,image/jpeg,image/webp" });
  const field = row(t("Logo"), input, "logo", t("A picture for the head of the boards. It is made small by itself."));
  dressFile(input);
  const canvas = el("canvas", { class: "logo", role: "img", "aria-label": t("The logo as it is now") });
  const without = el("button", { type: "button", class: "button small", hidden: !plan.logo }, t("No logo"));
  const put = async (picture) => {
    plan.logo = picture;
    without.hidden = !picture;
    await show(canvas, picture);
    field.dispatchEvent(new CustomEvent("typed", { bubbles: true }));
  };
  input.addEventListener("change", async () => {
    const fault = field.querySelector(".fault");
    fault.hidden = true;
    try {
      let picture = "";
      for (let most = 1; most > 0.1 && (!picture || picture.length > MOST_LETTERS); most /= 1.5) picture = await small(input.files[0], most);
      await put(picture);
    } catch {
      fault.textContent = t("This file is no picture.");
      fault.hidden = false;
    }
  });
  without.addEventListener("click", () => {
    input.value = "";
    input.dispatchEvent(new Event("cleared"));
    put("");
  });
  show(canvas, plan.logo);
  field.append(canvas, without);
  return field;
}
