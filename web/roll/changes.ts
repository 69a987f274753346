/**
 * Whether what a picture shows has changed since it was drawn.
 *
 * @module
 */

/** Remembers what was shown last. */
export class Changes {
  #shown: readonly unknown[] = [];

  /** Whether any of these is another value than it was the last time. */
  changed(now: readonly unknown[]): boolean {
    const before = this.#shown;
    this.#shown = now;
    return now.length !== before.length || now.some((x, i) => x !== before[i]);
  }
}
