/**
 * What a person can ask of the page: each verb changes the state and little else.
 *
 * @module
 */
import type { Thresholds } from "../../lib/inference/card.ts";
import type { Note } from "../../lib/types.ts";
import type { Edit } from "../edit/edits.ts";
import { begin, edit, type History, redo, undo } from "../edit/history.ts";
import {
  exported,
  type Extraction,
  type Score,
  type ScoreNote,
  scoreOf,
  sortNotes,
} from "../edit/score.ts";
import type { Project } from "../files/project.ts";
import { readProject } from "../files/project.ts";
import { type Say, speaker } from "../i18n/mod.ts";
import { fit, type Size } from "../roll/view.ts";
import { Spectrogram } from "../roll/spectrogram.ts";
import { Player } from "../sound/player.ts";
import * as workers from "../worker/client.ts";
import { nearestTimbres } from "./nearest.ts";
import { type Mixer, type RecordingFile, SILENT_MIXER, type State, type Store } from "./state.ts";
import { thresholdsOf } from "./thresholds.ts";

const EXAMPLE = new URL("../example/trio.wav", import.meta.url);

/** How a score is heard unless a person says otherwise. */
const USUAL: Extraction = { sensitivity: 50, minimumSeconds: 0.07 };

/** Seconds. */
const SHORTEST_LOOP = 0.1;

/** The page's work: one recording at a time. */
export class Session {
  readonly store: Store;
  readonly player: Player;
  spectrogram = new Spectrogram();
  /** Of the roll, CSS pixels. */
  rollSize: Size = { width: 800, height: 400 };
  /** Counts recordings, so that what comes late for an old one is dropped. */
  #work = 0;

  constructor(store: Store) {
    this.store = store;
    this.player = new Player((playing) => store.set({ playing }));
  }

  get state(): State {
    return this.store.state;
  }

  get score(): Score | undefined {
    return this.state.history?.score;
  }

  get say(): Say {
    return speaker(this.state.language);
  }

  /** Opens a recording or a project; what cannot be opened changes nothing but the notice. */
  async open(name: string, blob: Blob): Promise<void> {
    const before = this.state;
    try {
      const project = await readProject(blob);
      if (project) await this.restore(project);
      else await this.#hear({ name, blob });
    } catch (error) {
      if (error instanceof Superseded) return;
      const cancelled = error instanceof Error && error.name === "AbortError";
      const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
      this.store.set({
        ...before,
        busy: false,
        notice: cancelled
          ? undefined
          : { kind: "error", text: this.say("error.open", { name, reason }) },
      });
      await this.#loadSound(before.file);
    }
  }

  async openExample(): Promise<void> {
    const response = await fetch(EXAMPLE);
    await this.open(`${this.say("example.name")}.wav`, await response.blob());
  }

  cancel(): void {
    workers.cancel();
  }

  /** Shows work that was saved. */
  async restore({ file, history }: Project): Promise<void> {
    this.#work++;
    this.spectrogram = new Spectrogram();
    this.#show(history, file);
    await this.#loadSound(file);
    this.#drawMap();
  }

  async #hear(file: RecordingFile): Promise<void> {
    const work = ++this.#work;
    const spectrogram = new Spectrogram();
    const notes: Note[] = [];
    const started = performance.now();
    let shown = false;
    const song = await workers.listen(file.blob, {}, "auto", (progress) => {
      if (work !== this.#work) return;
      if (!shown) this.#startListening(file, spectrogram);
      shown = true;
      notes.push(...progress.notes);
      spectrogram.append(progress.columns);
      this.#showProgress(progress, notes, (performance.now() - started) / 1000);
    });
    if (work !== this.#work) throw new Superseded();
    const minimumSeconds = (await workers.defaultThresholds()).minimumSeconds;
    this.#show(begin(scoreOf(song, { ...USUAL, minimumSeconds }, "auto")), file);
    if (song.notes.length === 0) {
      this.store.set({ notice: { kind: "done", text: this.say("none") } });
    }
    this.#drawMap();
  }

  #startListening(file: RecordingFile, spectrogram: Spectrogram): void {
    this.spectrogram = spectrogram;
    this.store.set({
      phase: "listening",
      file,
      selection: new Set(),
      map: undefined,
      notice: undefined,
      mixer: { ...SILENT_MIXER, balance: this.state.mixer.balance },
    });
    this.#loadSound(file);
  }

  #showProgress(
    { seconds, fraction }: workers.Progress,
    notes: readonly Note[],
    elapsed: number,
  ): void {
    const total = this.player.recordingSeconds;
    const duration = Number.isFinite(total) ? Math.max(total, seconds) : seconds / (fraction || 1);
    const known = fraction > 0.02 && elapsed > 1;
    const provisional = {
      duration,
      sampleRate: 0,
      notes: sortNotes(
        notes.map((note, id) => ({ ...note, timbre: 0, id, row: -1, byHand: false })),
      ),
      timbres: 1,
      model: "",
      embeddings: new Float32Array(0),
      embeddingSize: 0,
    };
    this.store.set({
      history: begin(scoreOf(provisional, USUAL, "auto")),
      listening: {
        seconds,
        fraction,
        secondsLeft: known ? elapsed * (1 - fraction) / fraction : undefined,
      },
      view: fit(this.rollSize, duration, notes.map((note) => note.pitch)),
    });
  }

  #show(history: History, file: RecordingFile | undefined): void {
    const { duration, notes } = history.score;
    this.store.set({
      phase: "ready",
      file,
      history,
      listening: undefined,
      busy: false,
      selection: new Set(),
      hovered: undefined,
      active: 0,
      notice: undefined,
      view: fit(this.rollSize, duration, notes.map((note) => note.pitch)),
    });
  }

  async #loadSound(file: RecordingFile | undefined): Promise<void> {
    const work = this.#work;
    try {
      await this.player.load(file?.blob);
    } catch {
      try {
        const copy = await workers.playableCopy(file!.blob);
        if (work === this.#work) await this.player.load(copy);
      } catch {
        if (work !== this.#work) return;
        await this.player.load(undefined);
        const text = this.say("error.play", { name: file!.name });
        this.store.set({ notice: { kind: "error", text } });
      }
    }
  }

  async #drawMap(): Promise<void> {
    const { embeddings, embeddingSize } = this.score!;
    const places = await workers.layOut(embeddings, embeddingSize);
    if (this.score?.embeddings === embeddings) this.store.set({ map: { embeddings, places } });
  }

  mix(change: Partial<Mixer>): void {
    this.store.set({ mixer: { ...this.state.mixer, ...change } });
  }

  /** Lets a region play over and over; one too short to hear ends it. */
  setLoop(region: readonly [number, number] | undefined): void {
    this.mix({ loop: region && region[1] - region[0] >= SHORTEST_LOOP ? region : undefined });
  }

  edit(change: Edit): void {
    const { history, selection } = this.state;
    if (!history) return;
    const next = edit(history, change);
    const renumbers = ["merge", "relabel", "extract"].includes(change.kind);
    this.store.set({
      history: next,
      selection: change.kind === "remove" ? new Set() : selection,
      ...(renumbers ? this.#allAudible() : {}),
    });
  }

  #allAudible(): Partial<State> {
    return { active: 0, mixer: { ...this.state.mixer, muted: new Set(), solo: new Set() } };
  }

  undo(): void {
    if (this.state.history) {
      this.store.set({ history: undo(this.state.history), selection: new Set() });
    }
  }

  redo(): void {
    if (this.state.history) {
      this.store.set({ history: redo(this.state.history), selection: new Set() });
    }
  }

  /** Tells the timbres apart anew; notes written by hand keep theirs where it still exists. */
  async recolor(timbres: number | "auto"): Promise<void> {
    const heard = this.score!.notes.filter((note) => note.row >= 0);
    const labels = await this.#separate(heard, timbres);
    if (labels) this.edit({ kind: "relabel", labels, asked: timbres });
  }

  /** Splits a timbre into the two that it falls into most readily. */
  async split(timbre: number): Promise<void> {
    const heard = this.score!.notes.filter((note) => note.timbre === timbre && note.row >= 0);
    const labels = heard.length > 1 ? await this.#separate(heard, 2) : undefined;
    const second = [...labels ?? []].filter(([, label]) => label === 1).map(([id]) => id);
    if (second.length > 0) this.edit({ kind: "split", timbre, ids: new Set(second) });
    else this.store.set({ notice: { kind: "error", text: this.say("error.split") } });
  }

  /** Labels by the notes' names; undefined if the score has changed meanwhile. */
  async #separate(
    notes: readonly ScoreNote[],
    timbres: number | "auto",
  ): Promise<Map<number, number> | undefined> {
    const score = this.score!;
    this.store.set({ busy: true });
    try {
      const { song } = exported({ ...score, notes });
      const { notes: labelled } = await workers.recolor(song, timbres);
      if (this.score !== score) return undefined;
      return new Map(labelled.map((note, i) => [notes[i].id, note.timbre]));
    } finally {
      this.store.set({ busy: false });
    }
  }

  /** Makes the notes again with other thresholds; each takes the timbre that it is most like. */
  async extract(extraction: Extraction): Promise<void> {
    const score = this.score!;
    const thresholds: Thresholds = thresholdsOf(extraction, await workers.defaultThresholds());
    const song = await workers.extract(thresholds) ??
      await workers.listen(this.state.file!.blob, thresholds, 1, () => {});
    if (this.score !== score) return;
    const heard = scoreOf(song, extraction, score.asked);
    const timbres = nearestTimbres(score, heard);
    const notes = heard.notes.map((note, i) => ({ ...note, timbre: timbres[i] }));
    this.edit({ kind: "extract", notes, embeddings: heard.embeddings, extraction });
    this.#drawMap();
  }
}

/** Work on a recording that has been replaced by another. */
class Superseded extends Error {}
