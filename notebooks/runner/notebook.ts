/**
 * Notebook files, nbformat 4 (https://nbformat.readthedocs.io).
 *
 * @module
 */

/** Representations of one thing by media type. */
export type MediaBundle = Record<string, unknown>;

/** What a cell has left behind. */
export type Output =
  | { output_type: "stream"; name: string; text: Text }
  | { output_type: "display_data" | "execute_result"; data: MediaBundle; metadata: object }
  | { output_type: "error"; ename: string; evalue: string; traceback: string[] };

/** A text, or its lines with their ends. */
type Text = string | string[];

export interface CodeCell {
  cell_type: "code";
  source: Text;
  outputs: Output[];
  execution_count: number | null;
}

export interface MarkdownCell {
  cell_type: "markdown";
  source: Text;
}

export type Cell = CodeCell | MarkdownCell;

export interface Notebook {
  nbformat: 4;
  cells: Cell[];
}

/** Reads a notebook. */
export async function readNotebook(path: string): Promise<Notebook> {
  try {
    const notebook = JSON.parse(await Deno.readTextFile(path));
    if (notebook?.nbformat !== 4 || !Array.isArray(notebook.cells)) {
      throw new Error("it is not a notebook of format 4");
    }
    return notebook;
  } catch (error) {
    throw new Error(`Cannot read the notebook ${path}: ${(error as Error).message}`);
  }
}

export function textOf(text: Text): string {
  return typeof text === "string" ? text : text.join("");
}

/** Whether outputs of a run are in the file. */
export function hasOutputs({ cells }: Notebook): boolean {
  return cells.some((cell) =>
    cell.cell_type === "code" && (cell.outputs.length > 0 || cell.execution_count !== null)
  );
}
