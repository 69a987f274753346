/**
 * Progress on the terminal: a bar on stderr where someone watches, silence elsewhere.
 *
 * @module
 */
import cliProgress from "cli-progress";
import process from "node:process";

/** A running bar. `note` is a short text behind it, such as a speed. */
export interface Progress {
  update(done: number, note?: string): void;
  stop(): void;
}

const SILENT: Progress = { update() {}, stop() {} };

/** A bar named `label` that is full at `total`; silent when stderr is no terminal or `quiet`. */
export function progress(label: string, total: number, quiet = false): Progress {
  if (quiet || !process.stderr.isTTY) return SILENT;
  const bar = new cliProgress.SingleBar({
    format: `${label} {bar} {percentage}% {note} {eta_formatted} left`,
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    stopOnComplete: false,
  }, cliProgress.Presets.shades_classic);
  bar.start(total, 0, { note: "" });
  return {
    update: (done, note = "") => bar.update(done, { note }),
    stop: () => bar.stop(),
  };
}
