// Which calls are to be spoken. No screen, no sound: only what was heard, and what is to be said of it.
// Rule 1: a call is spoken once. Rule 2: of calls met after a (re)connect only the young ones are spoken.

const YOUNG_MS = 60_000;
const BEHIND_MS = 10_000;

export class Calls {
  /** `spoken` is the serial of the last call that needs no more words; -1 for none. */
  constructor(spoken = -1) {
    this.spoken = spoken;
    this.fresh = true;
    this.slept = false;
    this.offset = null;
    this.ticked = null;
  }

  /** The line was lost: what comes next may be old. */
  lost() {
    this.fresh = true;
  }

  /** The page is awake, at this time of its own clock; called every second. */
  tick(here) {
    if (this.ticked !== null && Math.abs(here - this.ticked) > BEHIND_MS) this.slept = true;
    this.ticked = here;
  }

  /** Take in the calls of a view (newest first) that was sent at `at`; return those to be spoken, oldest first. */
  take(calls, at, here = Date.now()) {
    this.tick(here);
    const sent = Date.parse(at);
    // what waited on the line while the screen slept tells an old time: it must not pass for now
    const now = this.slept && this.offset !== null && !this.fresh ? here + this.offset : sent;
    const live = !this.fresh && !this.slept;
    const news = calls.filter((call) => call.serial > this.spoken).reverse();
    if (news.length) this.spoken = news[news.length - 1].serial;
    if (this.fresh || now - sent < BEHIND_MS) {
      this.slept = false;
      this.offset = sent - here;
    }
    this.fresh = false;
    return live ? news : news.filter((call) => now - Date.parse(call.at) < YOUNG_MS);
  }
}

/** Return the newest call of each number at each counter: a recall is no second row. */
export function distinct(calls) {
  const newest = new Map();
  for (const call of calls) {
    const who = `${call.label} ${call.counter}`;
    if (!newest.has(who)) newest.set(who, call);
  }
  return [...newest.values()];
}
