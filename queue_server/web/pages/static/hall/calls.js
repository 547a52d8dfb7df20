// Which calls are to be spoken. No screen, no sound: only what was heard, and what is to be said of it.
// Rule 1: a call is spoken once. Rule 2: of calls met after a (re)connect only the young ones are spoken.

const YOUNG_MS = 60_000;

export class Calls {
  /** `spoken` is the serial of the last call that needs no more words; -1 for none. */
  constructor(spoken = -1) {
    this.spoken = spoken;
    this.fresh = true;
  }

  /** The line was lost: what comes next may be old. */
  lost() {
    this.fresh = true;
  }

  /** Take in the calls of a view (newest first) that was sent at `at`; return those to be spoken, oldest first. */
  take(calls, at) {
    const news = calls.filter((call) => call.serial > this.spoken).reverse();
    if (news.length) this.spoken = news[news.length - 1].serial;
    const all = !this.fresh;
    this.fresh = false;
    return all ? news : news.filter((call) => Date.parse(at) - Date.parse(call.at) < YOUNG_MS);
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
