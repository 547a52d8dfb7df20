// Asks the server, as a page of ours. Every press has one key, kept over its retries: it is done once.

import { data, sentence, t } from "./words.js";

const WITHIN_MS = 6_000;
const AGAIN_MS = [300, 1_000];
const WORTH_AGAIN = new Set([502, 503, 504]);

/** The server said no, and why. */
export class Refusal extends Error {
  constructor(status, problem) {
    super(sentence(problem.sentence ?? {}) || problem.detail || t("Something went wrong. Please try again."));
    this.status = status;
    this.code = problem.code;
    this.problem = problem;
  }
}

/** Nothing was heard: it may or may not have been done. */
export class NoAnswer extends Error {
  constructor() {
    super(t("The server does not answer. Look whether it was done before you press again."));
    this.code = "no_answer";
  }
}

/** Return the path of something of this page's centre: ofCentre("/tickets"). */
export function ofCentre(path = "") {
  return `/api/v1/centres/${encodeURIComponent(data.centre)}${path}`;
}

/** Return a fresh key for one press. */
export function freshKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Read something. */
export function get(path, options = {}) {
  return ask("GET", path, undefined, options);
}

/** Press something. */
export function post(path, body = {}, options = {}) {
  return ask("POST", path, body, options);
}

/**
 * Ask, and ask again where nothing came back; return the answer's JSON, null where it has none.
 * Options: key (of the press), headers, stay (do not go to the sign-in page by itself).
 */
export async function ask(method, path, body, options = {}) {
  const headers = { "X-Requested-With": "page", Accept: "application/json", ...options.headers };
  if (method !== "GET") headers["Idempotency-Key"] = options.key ?? freshKey();
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const sent = { method, headers, credentials: "same-origin", body: body === undefined ? undefined : JSON.stringify(body) };
  const answer = await persistently(path, sent);
  if (answer.ok) return answer.status === 204 ? null : answer.json();
  const problem = await answer.json().catch(() => ({}));
  if (answer.status === 401 && !options.stay) toSignIn();
  throw new Refusal(answer.status, problem);
}

/** Go to the sign-in page, and back here afterwards. */
export function toSignIn() {
  const back = location.pathname + location.search;
  location.assign(`/sign-in?next=${encodeURIComponent(back)}`);
}

async function persistently(path, sent) {
  for (let tries = 0; ; tries += 1) {
    const answer = await once(path, sent);
    const last = tries === AGAIN_MS.length;
    if (answer && (last || !WORTH_AGAIN.has(answer.status))) return answer;
    if (last) throw new NoAnswer();
    await new Promise((done) => setTimeout(done, AGAIN_MS[tries]));
  }
}

async function once(path, sent) {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), WITHIN_MS);
  try {
    return await fetch(path, { ...sent, signal: limit.signal });
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}
