/**
 * A server of static files, with the headers that the page needs.
 *
 * @module
 */
import { extname, join } from "node:path";
import { HEADERS } from "./security.ts";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
  ".wav": "audio/wav",
};

/** A running server. */
export interface PageServer {
  port: number;
  stop(): Promise<void>;
}

/**
 * Serves the files of a folder to this machine alone. (`URL` has removed any `..` of the path.)
 *
 * @param port 0 takes any free one.
 * @param base Path under which they are served, ending with a slash.
 */
export function servePage(folder: string, port: number, base = "/"): PageServer {
  const server = Deno.serve({ port, hostname: "127.0.0.1", onListen() {} }, async (request) => {
    const { pathname } = new URL(request.url);
    const name = pathname.slice(base.length) || "index.html";
    const content = pathname.startsWith(base)
      ? await Deno.readFile(join(folder, name)).catch(() => undefined)
      : undefined;
    if (!content) return new Response("not found\n", { status: 404, headers: HEADERS });
    const type = TYPES[extname(name)] ?? "application/octet-stream";
    return new Response(content, { headers: { ...HEADERS, "Content-Type": type } });
  });
  return { port: (server.addr as Deno.NetAddr).port, stop: () => server.shutdown() };
}
