/**
 * What is printed as a warning while something runs.
 *
 * @module
 */

export function withWarnings<T>(run: () => T): { result: T; warnings: string[] } {
  const warnings: string[] = [];
  const print = console.warn;
  console.warn = (message: string) => warnings.push(message);
  try {
    return { result: run(), warnings };
  } finally {
    console.warn = print;
  }
}
