/**
 * The page's words.
 *
 * @module
 */
import { en, type Phrase } from "./en.ts";
import { zh } from "./zh.ts";

export type { Phrase };

const PHRASES = { en, zh };

export type Language = keyof typeof PHRASES;

/** Tags of the languages as HTML wants them. */
export const LANGUAGE_TAGS: Record<Language, string> = { en: "en", zh: "zh-CN" };

/** Says a phrase in one language, its `{holes}` filled. */
export type Say = (phrase: Phrase, values?: Record<string, string | number>) => string;

export function speaker(language: Language): Say {
  return (phrase, values = {}) =>
    PHRASES[language][phrase].replace(/\{(\w+)\}/g, (hole, name) => String(values[name] ?? hole));
}

/** The page's language among those a visitor reads, best first. */
export function preferred(tags: readonly string[]): Language {
  for (const tag of tags) {
    const language = tag.split("-")[0].toLowerCase();
    if (language in PHRASES) return language as Language;
  }
  return "en";
}
