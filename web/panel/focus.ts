/**
 * The keyboard's place on the page.
 *
 * @module
 */

/** Where the keys go when what had them is gone, best first. */
const PLACES = [".progress button", ".recorder .primary", "canvas.notes", ".start .primary"];

/** Renders, and hands the focus on if what had it vanishes or is switched off. */
export function keepFocus(page: HTMLElement, render: () => void): void {
  const before = document.activeElement;
  render();
  if (!before || !page.contains(before) && before.isConnected || usable(before)) return;
  const next = PLACES.map((place) => page.querySelector<HTMLElement>(place))
    .find((element) => element && usable(element));
  next?.focus({ preventScroll: true });
}

function usable(element: Element): boolean {
  return element.isConnected && !element.matches(":disabled") && element.checkVisibility();
}
