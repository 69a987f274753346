/**
 * New versions of the page: nobody is left on an old one, and nobody's work is cut off by a new one.
 *
 * @module
 */
import type { Session } from "./session.ts";

/** Asks a service worker that waits to take over from the one before. */
export const TAKE_OVER = "take over";

/** The page's newer version, once there is one. */
export class Updates {
  readonly #session: Session;
  readonly #keep: () => Promise<void>;
  #registration: ServiceWorkerRegistration | undefined;
  #wanted = false;

  /** @param keep Saves the work before the page is loaded again. */
  constructor(session: Session, keep: () => Promise<void>) {
    this.#session = session;
    this.#keep = keep;
  }

  /** Keeps the page for visits without a network, and looks for newer versions of it. */
  async watch(): Promise<void> {
    const { serviceWorker } = navigator;
    if (!serviceWorker) return;
    let updating = serviceWorker.controller !== null;
    serviceWorker.addEventListener("controllerchange", () => {
      if (updating) this.#replaced();
      updating = true;
    });
    const registration = this.#registration = await serviceWorker.register("service_worker.js");
    registration.addEventListener("updatefound", () => {
      const found = registration.installing!;
      found.addEventListener("statechange", () => this.#offer());
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") registration.update().catch(() => {});
    });
    this.#offer();
  }

  /** Loads the newer version; the work so far is there to be continued. */
  async install(): Promise<void> {
    this.#wanted = true;
    await this.#keep();
    if (this.#registration?.waiting) this.#registration.waiting.postMessage(TAKE_OVER);
    else location.reload();
  }

  /** Installs a version that waits, or asks whether to if there is work on the page. */
  #offer(): void {
    const waiting = this.#registration?.waiting;
    if (!waiting || !navigator.serviceWorker.controller) return;
    if (this.#session.state.phase === "start") waiting.postMessage(TAKE_OVER);
    else this.#ask();
  }

  /** Another version answers from now on. */
  #replaced(): void {
    if (this.#wanted || this.#session.state.phase === "start") location.reload();
    else this.#ask();
  }

  #ask(): void {
    const text = this.#session.say("update");
    this.#session.store.set({ notice: { kind: "update", text } });
  }
}
