/**
 * Keeps the page on the machine, so that it opens without a network, and isolates it where the host
 * sends no headers of its own.
 *
 * @module
 */
import { HEADERS } from "./security.ts";
import { TAKE_OVER } from "./session/update.ts";

/** Set by the build: every file of the page, and a name of their contents. */
declare const FILES: string[];
declare const VERSION: string;

/** The parts of the service worker interface in use; the DOM's types do not hold them. */
interface ExtendableEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchEvent extends ExtendableEvent {
  request: Request;
  respondWith(response: Promise<Response>): void;
}
interface Scope {
  addEventListener(type: "install" | "activate", on: (event: ExtendableEvent) => void): void;
  addEventListener(type: "fetch", on: (event: FetchEvent) => void): void;
  addEventListener(type: "message", on: (event: MessageEvent) => void): void;
  registration: ServiceWorkerRegistration;
  clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
}

const worker = self as unknown as Scope;

/** Caches are shared by all paths of an origin: the name holds the path. */
const PREFIX = `noteprism ${worker.registration.scope} `;

worker.addEventListener("install", (event) => event.waitUntil(keep()));
worker.addEventListener("activate", (event) => event.waitUntil(takeOver()));
worker.addEventListener("message", ({ data }) => {
  if (data === TAKE_OVER) worker.skipWaiting();
});
worker.addEventListener("fetch", (event) => {
  if (event.request.method === "GET") event.respondWith(answer(event.request));
});

async function keep(): Promise<void> {
  const cache = await caches.open(PREFIX + VERSION);
  await cache.addAll(FILES.map((file) => new Request(file, { cache: "no-cache" })));
}

async function takeOver(): Promise<void> {
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && name !== PREFIX + VERSION) await caches.delete(name);
  }
  await worker.clients.claim();
}

async function answer(request: Request): Promise<Response> {
  const cache = await caches.open(PREFIX + VERSION);
  const wanted = request.mode === "navigate" ? "index.html" : request;
  const kept = await cache.match(wanted, { ignoreSearch: true });
  return kept ? isolated(kept) : await fetch(request);
}

function isolated(response: Response): Response {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(HEADERS)) headers.set(name, value);
  return new Response(response.body, { status: response.status, headers });
}
