/**
 * Files into the page: dropped, pasted or picked.
 *
 * @module
 */
import { PROJECT_EXTENSION } from "../files/project.ts";
import type { Session } from "./session.ts";

/** Takes files dropped on the page or pasted into it. */
export function attachDrop(session: Session): void {
  const { dataset } = document.documentElement;
  addEventListener("dragover", (event) => {
    event.preventDefault();
    dataset.drop = "over";
  });
  addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) delete dataset.drop;
  });
  addEventListener("drop", (event) => {
    event.preventDefault();
    delete dataset.drop;
    take(event.dataTransfer?.files);
  });
  addEventListener("paste", (event) => take(event.clipboardData?.files));

  async function take(files: FileList | undefined): Promise<void> {
    const [file, ...others] = files ?? [];
    if (!file) return;
    await session.open(file.name, file);
    const { notice, file: opened } = session.state;
    if (others.length === 0 || notice?.kind === "error" || opened?.blob !== file) return;
    const text = session.say("error.several", { name: file.name });
    session.store.set({ notice: { kind: "error", text } });
  }
}

/** Asks the person for a file. */
export function pickFile(session: Session): void {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = `audio/*,video/*,${PROJECT_EXTENSION}`;
  input.onchange = () => {
    const file = input.files?.[0];
    if (file) session.open(file.name, file);
  };
  input.click();
}
