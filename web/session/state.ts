/**
 * Everything the page shows, in one value.
 *
 * @module
 */
import type { Ids } from "../edit/pins.ts";
import type { History } from "../edit/history.ts";
import type { Language } from "../i18n/mod.ts";
import type { View } from "../roll/view.ts";

/** A recording as it came to the page. */
export interface RecordingFile {
  readonly name: string;
  readonly blob: Blob;
}

/** How far listening has come. */
export interface Listening {
  /** Heard of the recording. */
  readonly seconds: number;
  /** Heard of the recording, or read of one of unknown length, 0 … 1. */
  readonly fraction: number;
  /** Until everything is heard; undefined until it can be told. */
  readonly secondsLeft: number | undefined;
}

/** How far a recording from the microphone has come. */
export interface RecordingUnderWay {
  readonly seconds: number;
  /** Of the latest piece, 0 … 1. */
  readonly peak: number;
}

/** What is heard of notes and recording. */
export interface Mixer {
  /** 0 the recording alone … 1 the notes alone. */
  readonly balance: number;
  readonly rate: number;
  readonly loop: readonly [number, number] | undefined;
  readonly muted: ReadonlySet<number>;
  readonly solo: ReadonlySet<number>;
}

export type Dialog = "keys" | "export";

export interface State {
  readonly phase: "start" | "listening" | "ready";
  readonly file: RecordingFile | undefined;
  readonly history: History | undefined;
  readonly listening: Listening | undefined;
  readonly recording: RecordingUnderWay | undefined;
  /** Whether timbres are being told apart at this moment. */
  readonly busy: boolean;
  readonly selection: Ids;
  readonly hovered: number | undefined;
  /** Timbre of the notes to be added. */
  readonly active: number;
  readonly view: View;
  readonly mixer: Mixer;
  readonly playing: boolean;
  readonly showSpectrum: boolean;
  /** Two places in the unit square for each row of the embeddings. */
  readonly map: { embeddings: Float32Array; places: Float32Array } | undefined;
  readonly dialog: Dialog | undefined;
  readonly notice: { kind: "error" | "done" | "update"; text: string } | undefined;
  readonly language: Language;
  readonly theme: "auto" | "light" | "dark";
  /** Name of the work kept from the last visit. */
  readonly kept: string | undefined;
}

export const SILENT_MIXER: Mixer = {
  balance: 0.5,
  rate: 1,
  loop: undefined,
  muted: new Set(),
  solo: new Set(),
};

/** A value that tells when it changes, at most once an animation frame. */
export class Store {
  #state: State;
  #scheduled = false;
  readonly #listeners: ((state: State, before: State) => void)[] = [];
  #before: State;

  constructor(state: State) {
    this.#state = this.#before = state;
  }

  get state(): State {
    return this.#state;
  }

  set(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change };
    if (this.#scheduled) return;
    this.#scheduled = true;
    requestAnimationFrame(() => this.flush());
  }

  /** Tells the listeners now. */
  flush(): void {
    this.#scheduled = false;
    const [state, before] = [this.#state, this.#before];
    this.#before = state;
    for (const listen of this.#listeners) listen(state, before);
  }

  /** @param listen Gets the state and what it was when it was told last. */
  subscribe(listen: (state: State, before: State) => void): void {
    this.#listeners.push(listen);
  }
}

/** Whether a timbre sounds: muted ones do not, and beside solo ones no others. */
export function audible({ muted, solo }: Mixer, timbre: number): boolean {
  return solo.size > 0 ? solo.has(timbre) : !muted.has(timbre);
}
