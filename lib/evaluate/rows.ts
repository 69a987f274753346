/**
 * Tables of numbers as plain text.
 *
 * @module
 */

/**
 * Reads numbers between white space, a row a line. Blank lines and lines that start with `#` are
 * left out.
 *
 * @param columns Numbers a line must hold; any, but at least one, unless given.
 * @throws {Error} If a line holds anything else.
 */
export function parseRows(text: string, columns?: number): number[][] {
  return text.split(/\r?\n/).flatMap((line, i) => {
    const words = line.trim().split(/\s+/).filter((word) => word !== "");
    if (words.length === 0 || words[0].startsWith("#")) return [];
    const row = words.map(Number);
    if (row.some(Number.isNaN) || (columns !== undefined && row.length !== columns)) {
      const wanted = columns === undefined ? "numbers" : `${columns} numbers`;
      throw new Error(`Cannot read line ${i + 1}: it is "${line.trim()}" and not ${wanted}`);
    }
    return [row];
  });
}
