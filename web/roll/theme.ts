/**
 * The page's colours, as pictures need them.
 *
 * @module
 */
import type { Theme } from "./draw.ts";

export const DARKNESS = matchMedia("(prefers-color-scheme: dark)");

let known: { choice: string; theme: Theme } | undefined;

/** Colours and typeface of the page; the same object as long as they are the same. */
export function currentTheme(): Theme {
  const choice = `${document.documentElement.dataset.theme} ${DARKNESS.matches}`;
  if (known?.choice !== choice) known = { choice, theme: readTheme() };
  return known.theme;
}

function readTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const probe = document.createElement("i");
  document.body.append(probe);
  const colour = (name: string) => {
    probe.style.color = style.getPropertyValue(name);
    return getComputedStyle(probe).color;
  };
  const theme: Theme = {
    dark: style.colorScheme === "dark" ||
      (style.colorScheme !== "light" && DARKNESS.matches),
    paper: colour("--paper"),
    ink: colour("--ink"),
    faint: colour("--faint"),
    line: colour("--line"),
    row: colour("--row"),
    key: colour("--key"),
    edge: colour("--edge"),
    untold: colour("--untold"),
    font: getComputedStyle(document.body).fontFamily,
  };
  probe.remove();
  return theme;
}
