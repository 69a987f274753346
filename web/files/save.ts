/**
 * Files to the person's machine.
 *
 * @module
 */

/** Milliseconds a download may take to start. */
const GRACE = 60_000;

/** Offers a file for download. */
export function save(name: string, content: Blob | Uint8Array | string, type = ""): void {
  const blob = content instanceof Blob
    ? content
    : new Blob([content as Uint8Array<ArrayBuffer> | string], { type });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), GRACE);
}

/** A name without its extension. */
export function stem(name: string): string {
  return name.replace(/\.[^.]+$/, "") || name;
}
