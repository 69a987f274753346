/**
 * The work on one recording: how it comes to the page, and what is done to its score.
 *
 * @module
 */
import type { Note } from "../../lib/types.ts";
import type { Edit } from "../edit/edits.ts";
import { begin, edit, type History, redo, undo } from "../edit/history.ts";
import { type Score, scoreOf } from "../edit/score.ts";
import { type Project, readProject } from "../files/project.ts";
import { type Say, speaker } from "../i18n/mod.ts";
import { reasonOf } from "../i18n/reasons.ts";
import { Spectrogram } from "../roll/spectrogram.ts";
import { fit, type Size } from "../roll/view.ts";
import { Player } from "../sound/player.ts";
import * as workers from "../worker/client.ts";
import { heardSoFar, USUAL } from "./heard_so_far.ts";
import { type Mixer, type RecordingFile, SILENT_MIXER, type State, type Store } from "./state.ts";

const EXAMPLE = new URL("../example/trio.wav", import.meta.url);

/** Seconds. */
const SHORTEST_LOOP = 0.1;

/** A recording may be so much shorter than its file says, seconds. */
const LENGTH_SLACK = 0.1;

/** Milliseconds between two pictures of what is being heard. */
export const PROGRESS_INTERVAL = 200;

/** What is on the page while nothing is under way. */
interface Settled {
  state: State;
  spectrogram: Spectrogram;
}

/** The page's work: one recording at a time. */
export class Session {
  readonly store: Store;
  readonly player: Player;
  spectrogram = new Spectrogram();
  /** Of the roll, CSS pixels. */
  rollSize: Size = { width: 800, height: 400 };
  /** Counts recordings, so that what comes late for an old one is dropped. */
  #work = 0;
  #settled: Settled | undefined;

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

  /** Opens a recording or a project; one that cannot be opened leaves what there was. */
  async open(name: string, blob: Blob): Promise<void> {
    if (this.state.recording) {
      return this.store.set({ notice: { kind: "error", text: this.say("error.recording") } });
    }
    const work = this.begin();
    await workers.cancel();
    try {
      const project = await readProject(blob);
      if (work !== this.#work) return;
      if (project) await this.restore(project);
      else await this.#hear({ name, blob }, work);
    } catch (error) {
      if (work === this.#work) await this.#giveUp(name, error);
    }
  }

  /** Something else comes to the page. @returns Its number. */
  begin(): number {
    if (this.state.phase !== "listening") {
      this.#settled = { state: this.state, spectrogram: this.spectrogram };
    }
    return ++this.#work;
  }

  async openExample(): Promise<void> {
    const name = `${this.say("example.name")}.wav`;
    let recording: Blob;
    try {
      recording = await (await fetch(EXAMPLE)).blob();
    } catch (error) {
      return this.store.set({ notice: this.#refusal(name, error) });
    }
    await this.open(name, recording);
  }

  /** Gives up what is being heard, and shows what there was before. */
  async cancel(): Promise<void> {
    this.#work++;
    await this.comeBack();
    await workers.cancel();
    await workers.forget();
  }

  /** Shows work that was saved. */
  async restore({ file, history }: Project): Promise<void> {
    this.#work++;
    await workers.forget();
    this.spectrogram = new Spectrogram();
    this.#show(history, file);
    await this.#loadSound(file);
    await this.drawMap();
    if (file) await this.#drawSpectrum(file.blob);
  }

  async #drawSpectrum(recording: Blob): Promise<void> {
    const { spectrogram } = this;
    try {
      await workers.spectrum(recording, (columns) => {
        spectrogram.append(columns);
        this.store.set({});
      });
    } catch (error) {
      console.info(`No spectrogram: ${error}`);
    }
  }

  async #giveUp(name: string, error: unknown): Promise<void> {
    this.#work++; // What still comes of it is dropped.
    await this.comeBack(this.#refusal(name, error));
  }

  #refusal(name: string, error: unknown): State["notice"] {
    const text = this.say("error.open", { name, reason: reasonOf(error, this.say) });
    return { kind: "error", text };
  }

  /** Shows what there was before. */
  async comeBack(notice?: State["notice"]): Promise<void> {
    const { state, spectrogram } = this.#settled!;
    const { language, theme, showSpectrum } = this.state;
    this.spectrogram = spectrogram;
    this.store.set({ ...state, language, theme, showSpectrum, notice });
    await this.#loadSound(this.state.file);
  }

  async #hear(file: RecordingFile, work: number): Promise<void> {
    const spectrogram = new Spectrogram();
    const notes: Note[] = [];
    const started = performance.now();
    let shown = -Infinity;
    this.store.set({ notice: { kind: "done", text: this.say("loading") } });
    const song = await workers.listen(file.blob, {}, "auto", (progress) => {
      if (work !== this.#work) return;
      if (this.state.phase !== "listening" || this.state.file !== file) {
        this.startListening(file, spectrogram);
      }
      notes.push(...progress.notes);
      spectrogram.append(progress.columns);
      const now = performance.now();
      if (now - shown < PROGRESS_INTERVAL && this.#share(progress) < 1) return;
      shown = now;
      this.#showProgress(progress, notes, (now - started) / 1000);
    });
    if (work !== this.#work) return;
    const { minimumSeconds } = await workers.defaultThresholds();
    this.#show(begin(scoreOf(song, { ...USUAL, minimumSeconds }, "auto")), file);
    if (song.notes.length === 0) {
      this.store.set({ notice: { kind: "done", text: this.say("none") } });
    }
    await this.drawMap();
  }

  /** Shows an empty roll that is about to fill. */
  startListening(file: RecordingFile | undefined, spectrogram: Spectrogram): void {
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

  /** How much is heard, 0 … 1; how much is read while nobody knows how long the recording is. */
  #share({ seconds, fraction }: workers.Progress): number {
    const total = this.player.recordingSeconds;
    if (!Number.isFinite(total)) return fraction;
    return seconds >= total - LENGTH_SLACK ? 1 : seconds / total;
  }

  #showProgress(
    progress: workers.Progress,
    notes: readonly Note[],
    elapsed: number,
  ): void {
    const { seconds, timbres } = progress;
    const fraction = this.#share(progress);
    const total = this.player.recordingSeconds;
    const duration = Number.isFinite(total) ? Math.max(total, seconds) : seconds / (fraction || 1);
    const known = fraction > 0.02 && elapsed > 1;
    this.store.set({
      history: begin(heardSoFar(notes, timbres, duration)),
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

  /** Gets a recording ready to play, through a copy where the browser cannot play the original. */
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

  /** Lays the score's notes out on the map; the page can do without. */
  async drawMap(): Promise<void> {
    const { embeddings, embeddingSize } = this.score!;
    try {
      const places = await workers.layOut(embeddings, embeddingSize);
      if (this.score?.embeddings === embeddings) this.store.set({ map: { embeddings, places } });
    } catch (error) {
      console.info(`No map: ${error}`);
    }
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
    this.store.set({
      history: edit(history, change),
      selection: change.kind === "remove" ? new Set() : selection,
      ...(RENUMBERING.has(change.kind) ? this.#allAudible() : {}),
    });
  }

  undo(): void {
    this.#travel(undo);
  }

  redo(): void {
    this.#travel(redo);
  }

  #travel(to: (history: History) => History): void {
    if (!this.state.history) return;
    this.store.set({
      history: to(this.state.history),
      selection: new Set(),
      ...this.#allAudible(),
    });
    if (this.state.map?.embeddings !== this.score?.embeddings) this.drawMap();
  }

  #allAudible(): Partial<State> {
    return { active: 0, mixer: { ...this.state.mixer, muted: new Set(), solo: new Set() } };
  }
}

/** Edits after which a timbre may have another number. */
const RENUMBERING: ReadonlySet<Edit["kind"]> = new Set(["merge", "relabel", "extract"]);
