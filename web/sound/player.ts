/**
 * Plays a recording and its notes in time with each other.
 *
 * @module
 */
import type { ScoreNote, Timbre } from "../edit/score.ts";
import { firstAt } from "../roll/notes.ts";
import { audible, type Mixer, SILENT_MIXER } from "../session/state.ts";
import { type Sounding, Voices } from "./voices.ts";

/** Seconds between two looks at the clock. */
const TICK = 0.04;

/** Notes are handed to the audio thread this many seconds before they sound. */
const AHEAD = 0.16;

/** A media clock this far from the one assumed is believed at once, seconds. */
const JUMP = 0.08;

/** Share of a smaller difference that is corrected at a tick. */
const SMOOTHING = 0.2;

/** What the player plays. */
export interface Music {
  readonly notes: readonly ScoreNote[];
  readonly timbres: readonly Timbre[];
  readonly duration: number;
}

/** One transport for the recording, an `<audio>` element, and for the notes, a synthesiser. */
export class Player {
  readonly #media = new Audio();
  readonly #onChange: (playing: boolean) => void;
  #recorded = false;
  #music: Music = { notes: [], timbres: [], duration: 0 };
  #mixer: Mixer = SILENT_MIXER;
  #playing = false;
  #timer: ReturnType<typeof setInterval> | undefined;
  /** Seconds of the recording at `#at` of the audio context. */
  #position = 0;
  #at = 0;
  /** Notes that start before it are scheduled. */
  #scheduled = 0;
  #sounding: Sounding[] = [];
  #desk:
    | { context: AudioContext; voices: Voices; recording: GainNode; notes: GainNode }
    | undefined;

  constructor(onChange: (playing: boolean) => void) {
    this.#onChange = onChange;
    this.#media.preload = "auto";
  }

  /** Takes a new recording, or none, and stands at its start. */
  async load(recording: Blob | undefined): Promise<void> {
    this.pause();
    if (this.#media.src) URL.revokeObjectURL(this.#media.src);
    this.#media.removeAttribute("src");
    this.#position = 0;
    this.#recorded = recording !== undefined;
    if (!recording) return;
    const ready = new Promise<void>((resolve, reject) => {
      this.#media.onloadedmetadata = () => resolve();
      this.#media.onerror = () => reject(new Error("Cannot play: the browser has no decoder"));
    });
    this.#media.src = URL.createObjectURL(recording);
    await ready;
  }

  /** Length of the recording that is loaded; NaN if unknown. */
  get recordingSeconds(): number {
    return this.#media.duration;
  }

  set music(music: Music) {
    if (music.notes !== this.#music.notes) this.#silence();
    this.#music = music;
  }

  set mixer(mixer: Mixer) {
    const silent = mixer.solo !== this.#mixer.solo || mixer.muted !== this.#mixer.muted;
    this.#mixer = mixer;
    this.#media.playbackRate = mixer.rate;
    this.#mix();
    if (silent) this.#silence();
  }

  get playing(): boolean {
    return this.#playing;
  }

  /** Seconds of the recording that are heard now. */
  get seconds(): number {
    if (!this.#playing) return this.#position;
    const passed = (this.#desk!.context.currentTime - this.#at) * this.#mixer.rate;
    return Math.min(this.#position + passed, this.#mixer.loop?.[1] ?? this.#music.duration);
  }

  async play(): Promise<void> {
    const { context } = this.#desk ??= this.#openDesk();
    await context.resume();
    const [from, to] = this.#mixer.loop ?? [0, this.#music.duration];
    if (this.#position >= to - 0.02 || this.#position < from) this.seek(from);
    this.#media.playbackRate = this.#mixer.rate;
    this.#media.preservesPitch = true;
    if (this.#recorded) await this.#media.play();
    this.#at = context.currentTime;
    this.#scheduled = this.#position;
    this.#playing = true;
    this.#timer = setInterval(() => this.#tick(), TICK * 1000);
    this.#onChange(true);
  }

  pause(): void {
    if (!this.#playing) return;
    this.#position = this.seconds;
    this.#playing = false;
    clearInterval(this.#timer);
    this.#media.pause();
    this.#silence();
    this.#onChange(false);
  }

  seek(seconds: number): void {
    this.#position = Math.max(0, Math.min(seconds, this.#music.duration));
    if (this.#recorded) this.#media.currentTime = this.#position;
    this.#at = this.#desk?.context.currentTime ?? 0;
    this.#silence();
    this.#onChange(this.#playing);
  }

  /** Sounds one note at once, to hear what it is. */
  async sound(note: ScoreNote): Promise<void> {
    const { context, voices } = this.#desk ??= this.#openDesk();
    await context.resume();
    const place = this.#music.timbres[note.timbre]?.colour ?? 0;
    const seconds = Math.min(note.offset - note.onset, 0.6);
    this.#sounding.push(
      voices.play(place, note.pitch, note.velocity, context.currentTime, seconds),
    );
  }

  #openDesk() {
    const context = new AudioContext();
    const recording = context.createGain();
    const notes = context.createGain();
    const limiter = context.createDynamicsCompressor();
    context.createMediaElementSource(this.#media).connect(recording).connect(context.destination);
    notes.connect(limiter).connect(context.destination);
    this.#desk = { context, voices: new Voices(context, notes), recording, notes };
    this.#mix();
    return this.#desk;
  }

  /** Equal power between recording and notes; both full in the middle. */
  #mix(): void {
    if (!this.#desk) return;
    const { balance } = this.#mixer;
    this.#desk.recording.gain.value = Math.min(1, Math.cos(balance * Math.PI / 2) * Math.SQRT2);
    this.#desk.notes.gain.value = Math.min(1, Math.sin(balance * Math.PI / 2) * Math.SQRT2);
  }

  #silence(): void {
    for (const sounding of this.#sounding) sounding.stop();
    this.#sounding = [];
    this.#scheduled = this.seconds;
  }

  #tick(): void {
    this.#followMedia();
    const { loop } = this.#mixer;
    const now = this.seconds;
    if (loop && now >= loop[1]) return this.seek(loop[0]);
    if (now >= this.#music.duration - 0.01 || (this.#recorded && this.#media.ended)) {
      this.pause();
      return this.seek(loop?.[0] ?? 0);
    }
    this.#schedule(Math.min(now + AHEAD * this.#mixer.rate, loop?.[1] ?? Infinity));
  }

  /** Keeps the clock of the notes with the recording's. */
  #followMedia(): void {
    const now = this.#desk!.context.currentTime;
    const assumed = this.seconds;
    if (this.#recorded && !this.#media.seeking && this.#media.currentTime > 0) {
      const error = this.#media.currentTime - assumed;
      this.#position = assumed + (Math.abs(error) > JUMP ? error : SMOOTHING * error);
    } else this.#position = assumed;
    this.#at = now;
  }

  #schedule(until: number): void {
    const { notes, timbres } = this.#music;
    const { context, voices } = this.#desk!;
    this.#sounding = this.#sounding.filter((sounding) => !sounding.ended);
    for (let i = firstAt(notes, this.#scheduled); i < notes.length; i++) {
      const note = notes[i];
      if (note.onset >= until) break;
      if (!audible(this.#mixer, note.timbre)) continue;
      const at = this.#at + Math.max(0, note.onset - this.#position) / this.#mixer.rate;
      const seconds = (note.offset - note.onset) / this.#mixer.rate;
      const place = timbres[note.timbre]?.colour ?? 0;
      this.#sounding.push(
        voices.play(place, note.pitch, note.velocity, Math.max(at, context.currentTime), seconds),
      );
    }
    this.#scheduled = Math.max(this.#scheduled, until);
  }
}
