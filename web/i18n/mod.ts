/**
 * The page's words.
 *
 * @module
 */
import { en, enSingle, type Phrase } from "./en.ts";
import { zh } from "./zh.ts";

export type { Phrase };

const PHRASES = { en, zh };
const SINGLES = { en: enSingle, zh: {} as typeof enSingle };

export type Language = keyof typeof PHRASES;

/** Tags of the languages as HTML wants them. */
export const LANGUAGE_TAGS: Record<Language, string> = { en: "en", zh: "zh-CN" };

/** Says a phrase in one language, its `{holes}` filled; of a `count` of one its singular. */
export type Say = (phrase: Phrase, values?: Record<string, string | number>) => string;

export function speaker(language: Language): Say {
  return (phrase, values = {}) => {
    const single = values.count === 1 ? SINGLES[language][phrase] : undefined;
    const text = single ?? PHRASES[language][phrase];
    return text.replace(/\{(\w+)\}/g, (hole, name) => String(values[name] ?? hole));
  };
}

/** The page's language among those a visitor reads, best first. */
export function preferred(tags: readonly string[]): Language {
  for (const tag of tags) {
    const language = tag.split("-")[0].toLowerCase();
    if (language in PHRASES) return language as Language;
  }
  return "en";
}
