// Speaks calls one after the other: a chime and the sentence twice; once each when many wait to be spoken.

const MANY = 3;
const BETWEEN_S = 0.5;
const WITHIN_MS = 8_000;

export class Voice {
  /** `chime` is how long the chime lasts, in seconds; `tell(call)` is told what is spoken now, or null. */
  constructor(chime, tell) {
    Object.assign(this, { chime, tell, line: [], speaking: null, source: null });
    this.context = new AudioContext();
  }

  /** Whether the browser lets us be heard. */
  get allowed() {
    return this.context.state === "running";
  }

  /** Ask to be heard; only a touch or a kiosk's browser lets us. */
  async begin() {
    await this.context.resume();
  }

  /** Speak these calls after those that wait. */
  say(calls) {
    if (!this.allowed) return;
    this.line.push(...calls);
    this.next();
  }

  /** Speak nothing of what is not shown any more: a call that was undone never was. */
  keep(calls) {
    const oldest = Math.min(...calls.map((call) => call.serial));
    const shown = new Set(calls.map((call) => call.serial));
    this.line = this.line.filter((call) => shown.has(call.serial) || call.serial < oldest);
  }

  /** Be still, at once. */
  hush() {
    this.line = [];
    this.source?.stop();
    this.hushed = true;
  }

  async next() {
    if (this.speaking || !this.line.length) return;
    const once = this.line.length > MANY;
    this.speaking = this.line.shift();
    this.hushed = false;
    this.tell(this.speaking);
    try {
      await this.speak(await this.fetched(this.speaking.audio), once);
    } catch {
      // a call without sound is still shown; the next one may have its own
    }
    this.speaking = null;
    this.tell(null);
    this.next();
  }

  async fetched(address) {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), WITHIN_MS);
    try {
      const answer = await fetch(address, { signal: limit.signal, credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      return await this.context.decodeAudioData(await answer.arrayBuffer());
    } finally {
      clearTimeout(timer);
    }
  }

  async speak(heard, once) {
    await this.play(heard, 0);
    // where nobody could speak there is only the chime, and one is enough
    if (once || heard.duration < this.chime + BETWEEN_S) return;
    await new Promise((done) => setTimeout(done, BETWEEN_S * 1000));
    await this.play(heard, this.chime);
  }

  /** Play from a second on to the end. */
  play(heard, from) {
    if (this.hushed) return Promise.resolve();
    return new Promise((done) => {
      this.source = new AudioBufferSourceNode(this.context, { buffer: heard });
      this.source.connect(this.context.destination);
      this.source.addEventListener("ended", done);
      this.source.start(0, from);
    });
  }
}
