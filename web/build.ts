/**
 * Builds the page into static files that any host can serve, from any path.
 *
 * @module
 */
import { build, type Plugin } from "esbuild";
import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Card } from "../lib/inference/card.ts";
import { DEFAULT_MODEL } from "../lib/inference/model.ts";
import { CONTENT_POLICY, HEADERS } from "./security.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const ENGINE = "node_modules/onnxruntime-web/dist/";

/**
 * Programs of the page by the place of their bundle. Bundles lie two folders deep, as the library's
 * rooms do in the project, so that its relative addresses of `core.wasm` and the weights hold.
 */
const PROGRAMS = {
  "assets/code/main": "web/main.ts",
  "assets/code/listener": "web/worker/listener.ts",
  "assets/code/analyst": "web/worker/analyst.ts",
  "assets/code/recorder_worklet": "web/sound/recorder_worklet.ts",
  "assets/style/page": "web/style/page.css",
};

/** Files copied as they are, by their place in the build. */
const COPIES = {
  "manifest.webmanifest": "web/manifest.webmanifest",
  "icons": "web/icons",
  "assets/example/trio.wav": "lib/example/trio.wav",
  "assets/engine/ort-wasm-simd-threaded.mjs": `${ENGINE}ort-wasm-simd-threaded.mjs`,
  "core-asm/core.wasm": "core-asm/core.wasm",
};

/** The engine travels compressed whether or not the host compresses: 14 MB become 4. */
const COMPRESSED = {
  "assets/engine/ort-wasm-simd-threaded.wasm.gz": `${ENGINE}ort-wasm-simd-threaded.wasm`,
};

/** Decoders of the formats that the library reads; `audio-decode` knows more. */
const DECODERS = ["wav", "flac", "mp3", "vorbis", "opus", "aiff"].map((n) => `@audio/decode-${n}`);

const onlyUsedDecoders: Plugin = {
  name: "only the decoders in use",
  setup({ onResolve }) {
    onResolve(
      { filter: /^@audio\/decode-/ },
      ({ path }) => DECODERS.includes(path) ? undefined : { path, external: true },
    );
  },
};

/**
 * CommonJS packages that the library imports as Deno and Node give them, as one default export.
 * esbuild would look for an export of that name in them.
 */
const commonJs: Plugin = {
  name: "CommonJS as a default export",
  setup({ onResolve, onLoad }) {
    onResolve(
      { filter: /^@tonejs\/midi$/ },
      ({ path, namespace }) =>
        namespace === "commonjs" ? undefined : { path, namespace: "commonjs" },
    );
    onLoad({ filter: /.*/, namespace: "commonjs" }, ({ path }) => ({
      contents: `import * as all from "${path}"; export default all;`,
      resolveDir: ROOT,
    }));
  },
};

/** Builds the page into the folder `out`, replacing what was there. */
export async function buildPage(out: string): Promise<void> {
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  await bundle(PROGRAMS, out);
  const copies = { ...COPIES, ...await modelFiles() };
  for (const [place, source] of Object.entries(copies)) {
    await cp(join(ROOT, source), join(out, place), { recursive: true });
  }
  for (const [place, source] of Object.entries(COMPRESSED)) {
    await mkdir(dirname(join(out, place)), { recursive: true });
    await writeFile(join(out, place), await promisify(gzip)(await readFile(join(ROOT, source))));
  }
  const page = await readFile(join(ROOT, "web/index.html"), "utf8");
  await writeFile(join(out, "index.html"), page.replace("{policy}", CONTENT_POLICY));
  await writeFile(join(out, "_headers"), headersFile());
  await bundle({ service_worker: "web/service_worker.ts" }, out, await contents(out));
}

/** The model that the page hears with: its card and what the card names. */
async function modelFiles(): Promise<Record<string, string>> {
  const folder = "models/weights/";
  const name = `${DEFAULT_MODEL}.json`;
  const card: Card = JSON.parse(await readFile(join(ROOT, folder, name), "utf8"));
  const live = card.live ? [card.live.file] : [];
  const files = [name, card.file, ...live, ...Object.values(card.further ?? {})];
  return Object.fromEntries(files.map((file) => [folder + file, folder + file]));
}

async function bundle(
  programs: Record<string, string>,
  out: string,
  constants: Record<string, string> = {},
): Promise<void> {
  await build({
    absWorkingDir: ROOT,
    entryPoints: programs,
    outdir: out,
    bundle: true,
    splitting: true,
    format: "esm",
    target: "es2023",
    minify: true,
    legalComments: "linked",
    chunkNames: "assets/code/[name]-[hash]",
    assetNames: "assets/fonts/[name]-[hash]",
    loader: { ".woff2": "file" },
    alias: { "onnxruntime-web": join(ROOT, ENGINE, "ort.wasm.min.mjs") },
    external: ["onnxruntime-node"],
    define: constants,
    plugins: [onlyUsedDecoders, commonJs],
    logLevel: "warning",
  });
}

/** What the service worker keeps, and a name that changes whenever any of it does. */
async function contents(out: string): Promise<Record<string, string>> {
  const entries = await readdir(out, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && !/LEGAL\.txt$|^_headers$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const hash = createHash("sha256");
  for (const file of files) hash.update(file.slice(out.length)).update(await readFile(file));
  const places = files.map((file) => file.slice(out.length).replaceAll("\\", "/").replace("/", ""));
  return {
    FILES: JSON.stringify(places),
    VERSION: JSON.stringify(hash.digest("hex").slice(0, 16)),
  };
}

/** The headers in the format of Netlify and Cloudflare Pages. */
function headersFile(): string {
  const lines = Object.entries(HEADERS).map(([name, value]) => `  ${name}: ${value}`);
  return ["/*", ...lines, ""].join("\n");
}
