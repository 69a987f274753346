/**
 * Tables for people, as Markdown.
 *
 * @module
 */

/** A table under a line that says what it shows. */
export interface Table {
  caption: string;
  header: string[];
  rows: string[][];
}

/** A table as Markdown, in columns of equal width so that it reads well on a terminal too. */
export function toMarkdown({ caption, header, rows }: Table): string {
  const widths = header.map((_, column) =>
    Math.max(3, ...[header, ...rows].map((row) => row[column].length))
  );
  const line = (row: string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(" | ")} |`;
  const rule = widths.map((width) => "-".repeat(width));
  return [caption, "", ...[header, rule, ...rows].map(line)].join("\n");
}
