/**
 * Recording, with the notes appearing meanwhile.
 *
 * @module
 */
import { begin } from "../edit/history.ts";
import type { Phrase } from "../i18n/mod.ts";
import { reasonOf } from "../i18n/reasons.ts";
import type { Note } from "../../lib/types.ts";
import { Spectrogram } from "../roll/spectrogram.ts";
import { latest } from "../roll/view.ts";
import { type Piece, startRecording, type Take } from "../sound/recorder.ts";
import * as workers from "../worker/client.ts";
import { heardSoFar } from "./heard_so_far.ts";
import { PROGRESS_INTERVAL, type Session } from "./session.ts";

/** Why a browser gives no microphone, by its errors' names (W3C Media Capture, § 10.2). */
const REFUSALS: Record<string, Phrase> = {
  NotAllowedError: "microphone.refused",
  NotFoundError: "microphone.missing",
  NotReadableError: "microphone.taken",
};

/** Labels of no notes. */
const NONE = new Int16Array(0);

/** The page's microphone. */
export class Microphone {
  readonly #session: Session;
  #take: Take | undefined;
  #hearing = Promise.resolve();

  constructor(session: Session) {
    this.#session = session;
  }

  async record(): Promise<void> {
    if (this.#take) return;
    try {
      this.#take = await startRecording((piece) => this.#take && this.#show(piece));
      this.#hearing = this.#listen(this.#take).catch((error) =>
        this.#complain("error.live", error)
      );
    } catch (error) {
      this.#complain("error.record", error);
    }
  }

  #show({ samples, peak, seconds }: Piece): void {
    workers.pushLive(samples).catch(() => {}); // Hearing fails too, and says why.
    this.#session.store.set({ recording: { seconds, peak } });
  }

  #complain(phrase: Phrase, error: unknown): void {
    const { say, store } = this.#session;
    const refusal = error instanceof DOMException ? REFUSALS[error.name] : undefined;
    const text = say(phrase, { reason: refusal ? say(refusal) : reasonOf(error, say) });
    store.set({ notice: { kind: "error", text } });
  }

  async #listen(take: Take): Promise<void> {
    const session = this.#session;
    const spectrogram = new Spectrogram();
    const notes: Note[] = [];
    session.begin();
    session.startListening(undefined, spectrogram);
    session.store.set({
      recording: { seconds: 0, peak: 0 },
      history: begin(heardSoFar([], NONE, 0)),
    });
    workers.cancel();
    let shown = 0;
    await workers.hearLive(take.sampleRate, ({ seconds, columns, timbres, ...found }) => {
      if (take !== this.#take) return;
      notes.push(...found.notes);
      spectrogram.append(columns);
      if (performance.now() - shown < PROGRESS_INTERVAL) return;
      shown = performance.now();
      session.store.set({
        history: begin(heardSoFar(notes, timbres, seconds)),
        view: latest(session.rollSize, seconds, notes.map((note) => note.pitch)),
      });
    });
  }

  /** Ends the recording and opens it like any other. */
  async stop(): Promise<void> {
    const recording = await this.#end();
    if (recording) await this.#session.open(`${this.#session.say("untitled")}.wav`, recording);
  }

  async discard(): Promise<void> {
    if (await this.#end()) await this.#session.comeBack();
  }

  async #end(): Promise<Blob | undefined> {
    const take = this.#take;
    this.#take = undefined;
    if (!take) return undefined;
    const recording = await take.stop();
    workers.endLive();
    await this.#hearing;
    this.#session.store.set({ recording: undefined });
    return recording;
  }
}
