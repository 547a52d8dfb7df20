// The greeter at the door: no counter, only numbers for people and what happens to them.

import { byId } from "../dom.js";
import { Actions } from "./actions.js";
import { button, keysOf, listen, WITHOUT_COUNTER } from "./keys.js";

const actions = new Actions(null, { view: null, centre: null });
const mine = keysOf(actions.mayPrint() ? [...WITHOUT_COUNTER, "reprint"] : WITHOUT_COUNTER);
const press = (action) => actions.press(action);

for (const key of mine.filter((one) => !one.unseen)) byId("keys-main").append(button(key, press));
listen(mine, press);
actions.wireHelp();
