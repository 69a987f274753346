/**
 * What the panels are given: the session, its words, and what only the page can do.
 *
 * @module
 */
import type { Say } from "../i18n/mod.ts";
import type { Session } from "../session/session.ts";

export interface Actions {
  session: Session;
  say: Say;
  pickFile(): void;
  record(): void;
  stopRecording(): void;
  resume(): void;
  export(kind: ExportKind, tempo: number): void;
  fit(): void;
  zoom(factor: number): void;
}

export type ExportKind = "midi" | "musicxml" | "json" | "csv" | "png" | "project";
