// A short sound and a shake of the phone. Browsers allow a sound only after a tap: `wake` is called in one.

const NOTES_HZ = [659.3, 830.6, 659.3];
const NOTE_S = 0.28;
const SHAKE_MS = [300, 150, 300, 150, 500];

let player = null;

/** Allow the sound, or not any more; plays it once so that one knows how it will be. */
export async function wake(on) {
  if (!on) {
    await player?.close();
    player = null;
    return;
  }
  player = new AudioContext();
  await player.resume();
  ring();
}

/** Play three notes, if a sound was allowed. */
export function ring() {
  if (!player) return;
  NOTES_HZ.forEach((hertz, place) => note(hertz, player.currentTime + place * NOTE_S));
}

/** Shake the phone, where it can. */
export function vibrate() {
  navigator.vibrate?.(SHAKE_MS);
}

function note(hertz, at) {
  const [tone, loudness] = [player.createOscillator(), player.createGain()];
  tone.frequency.value = hertz;
  loudness.gain.setValueAtTime(0.0001, at);
  loudness.gain.exponentialRampToValueAtTime(0.4, at + 0.02);
  loudness.gain.exponentialRampToValueAtTime(0.0001, at + NOTE_S);
  tone.connect(loudness).connect(player.destination);
  tone.start(at);
  tone.stop(at + NOTE_S);
}
