/**
 * `deno task web`: builds the page and serves it on this machine.
 *
 * @module
 */
import { Command } from "commander";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { userPath } from "../lib/cli/files.ts";
import { integer, interruption, main } from "../lib/cli/main.ts";
import { buildPage } from "./build.ts";
import { HEADERS } from "./security.ts";

const DIST = fileURLToPath(new URL("dist", import.meta.url));

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

interface Options {
  port: number;
  build?: string;
}

async function run({ port, build }: Options): Promise<void> {
  if (build !== undefined) {
    await buildPage(userPath(build));
    console.log(`The page is in ${build}: any static host can serve it.`);
    return;
  }
  await buildPage(DIST);
  const server = servePage(DIST, port);
  console.log(`noteprism is at http://localhost:${server.port}/ (Ctrl-C ends it)`);
  await new Promise((done) => interruption.signal.addEventListener("abort", done));
}

const command = new Command("web")
  .description("Build the page and serve it on this machine.")
  .option("--port <number>", "port to listen on", integer(0, 65_535), 8000)
  .option("--build <folder>", "only build, into this folder")
  .action(run);

if (import.meta.main) await main(command);
