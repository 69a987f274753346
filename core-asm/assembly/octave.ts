/**
 * The samples of one octave of the constant-Q transform, at that octave's own rate.
 *
 * Positions count from the start of the buffer, so nothing overflows however long a stream runs.
 */
import { floats } from "./memory";

export class Octave {
  samples: usize;
  /** Samples held. */
  length: i32 = 0;
  /** Position of the next frame's centre. */
  centre: i32 = 0;
  /** Position of the next sample to hand down an octave. */
  next: i32 = 0;

  constructor(public capacity: i32, public hop: i32) {
    this.samples = floats(capacity + hop);
  }

  /**
   * Silence with time zero at `origin`, known up to `lead` samples before it; the octave below
   * begins `ring` samples before zero.
   */
  reset(origin: i32, lead: i32, ring: i32): void {
    memory.fill(this.samples, 0, <usize>(this.capacity + this.hop) << 2);
    this.length = origin - lead;
    this.centre = origin;
    this.next = origin - 2 * ring;
  }

  /** Where sample `position` lies. */
  @inline
  at(position: i32): usize {
    return this.samples + (<usize>position << 2);
  }

  /** Makes room for `count` more samples by forgetting those more than `reach` in the past. */
  reserve(count: i32, reach: i32): void {
    if (this.length + count <= this.capacity) return;
    const past = min(this.centre, this.next) - reach;
    this.length -= past;
    this.centre -= past;
    this.next -= past;
    memory.copy(this.samples, this.at(past), <usize>this.length << 2);
    if (this.length + count > this.capacity) unreachable();
  }

  /** Frames whose window of ± `reach` samples is held. */
  ready(reach: i32): i32 {
    const spare = this.length - reach - this.centre;
    return spare < 0 ? 0 : spare / this.hop + 1;
  }
}
