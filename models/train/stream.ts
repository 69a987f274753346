/**
 * Clips rendered while a model trains: a bounded pool whose oldest clips give way to new ones.
 *
 * The clip number i is performance ⌊i / rooms⌋ in room i mod rooms, and lies in slot i mod the size
 * of the pool. Which clips the pool holds depends on the number of the step alone: a step waits
 * until those due are rendered. So a run can be repeated and resumed to the bit.
 *
 * @module
 */
import { Random } from "../../lib/random.ts";
import type { SpectrogramName } from "../../lib/frontend/features.ts";
import type { Recipe as Synthesis } from "../../synth/studio.ts";
import { type Clip, type ClipLabels, type Clips, joinClips, replaceClip } from "./clips.ts";
import type { Commission, Rendered } from "./renderer.ts";

/** Threads that render; they fill the pool together and then rest most of the time. */
const THREADS = 2;
/** Clips rendered ahead of those due. */
const AHEAD = 2 * THREADS;

export interface StreamOptions {
  synthesis: Synthesis;
  seed: number;
  /** Clips in the pool. */
  size: number;
  /** Crops drawn from a clip, on average, before it is replaced. */
  uses: number;
  /** Crops of one step. */
  crops: number;
  /** Spectrograms wanted beside the constant-Q energies. */
  spectra: readonly SpectrogramName[];
}

/** The new labels of a slot. */
export type Renewal = [slot: number, labels: ClipLabels];

/** A clip that was asked for. */
interface Order {
  resolve: (clip: Clip) => void;
  reject: (error: Error) => void;
}

export class Stream {
  readonly clips: Clips;
  readonly #options: StreamOptions;
  readonly #renderers: Renderers;
  /** Clips rendered and in the pool: all before this number. */
  #next: number;

  private constructor(options: StreamOptions, renderers: Renderers, clips: Clips, next: number) {
    this.#options = options;
    this.#renderers = renderers;
    this.clips = clips;
    this.#next = next;
  }

  /**
   * Fills the pool as it is before step `step`.
   *
   * @param onProgress is called with the clips rendered
   */
  static async start(
    options: StreamOptions,
    step: number,
    onProgress: (done: number) => void,
  ): Promise<Stream> {
    const renderers = new Renderers(options);
    try {
      const next = due(options, step);
      const first = next - options.size;
      const clips: Clip[] = new Array(options.size);
      for (let i = first; i < next; i++) {
        clips[i % options.size] = await renderers.clip(i);
        onProgress(i - first + 1);
      }
      return new Stream(options, renderers, joinClips(clips), next);
    } catch (error) {
      renderers.stop();
      throw error;
    }
  }

  /** Brings the pool to where it is in a step; the slots that changed since. */
  async renew(step: number): Promise<Renewal[]> {
    const { size } = this.#options;
    const renewals: Renewal[] = [];
    for (const end = due(this.#options, step); this.#next < end; this.#next++) {
      const clip = await this.#renderers.clip(this.#next);
      const slot = this.#next % size;
      replaceClip(this.clips, slot, clip);
      renewals.push([slot, clip.labels]);
    }
    return renewals;
  }

  stop(): void {
    this.#renderers.stop();
  }
}

/** Clips that have been in the pool, or are, in a step. */
function due({ size, crops, uses }: StreamOptions, step: number): number {
  return size + Math.floor(step * crops / uses);
}

/** Threads that render clips in order, some ahead of those that are waited for. */
class Renderers {
  readonly #threads: Worker[];
  readonly #rooms: number;
  readonly #clips = new Map<number, Promise<Clip>>();
  readonly #orders = new Map<number, Order>();

  constructor({ synthesis, seed, spectra }: StreamOptions) {
    this.#rooms = synthesis.rooms;
    const first = new Random(seed).fork("synthesis").integer(0, 2 ** 31);
    this.#threads = Array.from({ length: THREADS }, () => {
      const thread = new Worker(new URL("renderer.ts", import.meta.url), { type: "module" });
      thread.onmessage = ({ data }: MessageEvent<Rendered>) => this.#receive(data);
      thread.onerror = (event) => {
        event.preventDefault();
        for (const { reject } of this.#orders.values()) reject(new Error(event.message));
      };
      thread.postMessage({ synthesis, seed: first, spectra } satisfies Commission);
      return thread;
    });
  }

  /** Clip `number`; each may be asked for once. */
  clip(number: number): Promise<Clip> {
    for (let i = number; i <= number + AHEAD; i++) {
      if (!this.#clips.has(i)) this.#clips.set(i, this.#order(i));
    }
    const clip = this.#clips.get(number)!;
    this.#clips.delete(number);
    return clip;
  }

  stop(): void {
    for (const thread of this.#threads) thread.terminate();
  }

  /** One thread renders a performance in all its rooms. */
  #order(number: number): Promise<Clip> {
    const thread = this.#threads[Math.floor(number / this.#rooms) % THREADS];
    const rendered = new Promise<Clip>((resolve, reject) => {
      this.#orders.set(number, { resolve, reject });
      thread.postMessage(number);
    });
    // A clip rendered ahead may fail before anyone waits for it.
    rendered.catch(() => {});
    return rendered;
  }

  #receive(rendered: Rendered): void {
    const { resolve, reject } = this.#orders.get(rendered.number)!;
    this.#orders.delete(rendered.number);
    if ("error" in rendered) reject(new Error(rendered.error));
    else resolve(rendered.clip);
  }
}
