/**
 * Why something failed, in the page's language.
 *
 * @module
 */
import { en, type Phrase } from "./en.ts";
import type { Say } from "./mod.ts";

/** English phrases that are what the library and the page's workers say when they fail. */
const REASONS = (Object.keys(en) as Phrase[])
  .filter((phrase) => phrase.startsWith("reason."))
  .map((phrase) => ({ phrase, pattern: patternOf(en[phrase]) }));

/** What went wrong, in one line: a phrase of the page, or else what the error itself says. */
export function reasonOf(error: unknown, say: Say): string {
  const message = error instanceof Error ? error.message.split("\n")[0] : String(error);
  for (const { phrase, pattern } of REASONS) {
    const match = pattern.exec(message);
    if (match) return say(phrase, match.groups);
  }
  return message;
}

/** Matches a phrase whatever its holes are filled with. */
function patternOf(text: string): RegExp {
  const escaped = text.replace(/[.?*+^$()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replace(/\{(\w+)\}/g, "(?<$1>.*)")}$`);
}
