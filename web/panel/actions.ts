/**
 * What the panels are given: the session, its words, and what only the page can do.
 *
 * @module
 */
import type { Say } from "../i18n/mod.ts";
import type { Microphone } from "../session/microphone.ts";
import type { Session } from "../session/session.ts";
import type { Updates } from "../session/update.ts";

export interface Actions {
  session: Session;
  microphone: Microphone;
  updates: Updates;
  say: Say;
  pickFile(): void;
  resume(): void;
  export(kind: ExportKind, tempo: number): void;
  fit(): void;
  zoom(factor: number): void;
}

export type ExportKind = "midi" | "musicxml" | "json" | "csv" | "png" | "project";
