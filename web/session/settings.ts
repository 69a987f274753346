/**
 * What a person prefers, kept from visit to visit.
 *
 * @module
 */
import type { State, Store } from "./state.ts";

const KEY = "noteprism settings";

type Settings = Partial<Pick<State, "language" | "theme" | "showSpectrum">>;

export function settings(): Settings {
  try {
    const { language, theme, showSpectrum } = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return {
      ...(["en", "zh"].includes(language) && { language }),
      ...(["auto", "light", "dark"].includes(theme) && { theme }),
      ...(typeof showSpectrum === "boolean" && { showSpectrum }),
    };
  } catch {
    return {};
  }
}

export function keepSettings(store: Store): void {
  store.subscribe(({ language, theme, showSpectrum }, before) => {
    if (
      language === before.language && theme === before.theme && showSpectrum === before.showSpectrum
    ) return;
    localStorage.setItem(KEY, JSON.stringify({ language, theme, showSpectrum }));
  });
}
