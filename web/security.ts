/**
 * What the page may do, said once for the server, the static build and the service worker.
 *
 * @module
 */

/** Own files only; WebAssembly compiles; recordings play from `blob:` addresses. */
const POLICY = {
  "default-src": "'none'",
  "script-src": "'self' 'wasm-unsafe-eval'",
  "worker-src": "'self'",
  "style-src": "'self'",
  "img-src": "'self' blob:",
  "media-src": "'self' blob:",
  "connect-src": "'self'",
  "font-src": "'self'",
  "manifest-src": "'self'",
  "base-uri": "'none'",
  "form-action": "'none'",
};

/** The Content-Security-Policy that the page itself carries. */
export const CONTENT_POLICY: string = Object.entries(POLICY)
  .map(([kind, sources]) => `${kind} ${sources}`).join("; ");

/** Headers of every answer; the first two isolate the page, which threads of WebAssembly need. */
export const HEADERS: Readonly<Record<string, string>> = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Content-Security-Policy": `${CONTENT_POLICY}; frame-ancestors 'none'`,
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
};
