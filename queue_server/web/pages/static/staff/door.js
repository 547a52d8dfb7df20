// The greeter at the door: no counter, only numbers for people and what happens to them.

import { byId } from "../dom.js";
import { Actions } from "./actions.js";
import { AT_THE_DOOR, button, KEYS, listen } from "./keys.js";

const actions = new Actions(null, { view: null, centre: null });
const may = AT_THE_DOOR.filter((action) => action !== "reprint" || actions.mayPrint());
const press = (action) => actions.press(action);

for (const key of KEYS.filter((one) => may.includes(one.action))) byId("keys-main").append(button(key, press));
listen(may, press);
actions.wireHelp();
