"use client"

/** What a sound tells: something is on its way, it is final, it has come to nothing. */
export type Chime = "coming" | "received" | "failed"

/** Notes in hertz, one after the other: up is good, down is bad. */
const NOTES: Record<Chime, number[]> = { coming: [659], received: [659, 880], failed: [330, 220] }
const NOTE_SECONDS = 0.18
const LOUDNESS = 0.2

let context: AudioContext | undefined

/**
 * Makes sounds possible later. Browsers allow them to a page on which somebody has pressed something, and some of them
 * only from within that press: so call it there.
 */
export function allowSound(): void {
  if (!("AudioContext" in window)) return
  context ??= new AudioContext()
  void context.resume().catch(() => {})
}

/** Plays a short sound, made here and not loaded; silent where the browser does not allow it. */
export function chime(kind: Chime): void {
  allowSound()
  if (context?.state !== "running") return
  for (const [index, hertz] of NOTES[kind].entries()) play(context, hertz, context.currentTime + index * NOTE_SECONDS)
}

function play(audio: AudioContext, hertz: number, at: number): void {
  const volume = new GainNode(audio, { gain: 0 })
  // Up and down within milliseconds: a tone that begins or ends at once clicks.
  volume.gain.setValueAtTime(0, at)
  volume.gain.linearRampToValueAtTime(LOUDNESS, at + 0.02)
  volume.gain.exponentialRampToValueAtTime(0.001, at + NOTE_SECONDS * 1.5)
  const tone = new OscillatorNode(audio, { frequency: hertz, type: "sine" })
  tone.connect(volume).connect(audio.destination)
  tone.start(at)
  tone.stop(at + NOTE_SECONDS * 1.6)
}
