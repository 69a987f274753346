/**
 * `deno task web`: builds the page and serves it on this machine.
 *
 * @module
 */
import { Command } from "commander";
import { fileURLToPath } from "node:url";
import { userPath } from "../lib/cli/files.ts";
import { cannot, integer, interruption, main } from "../lib/cli/main.ts";
import { buildPage } from "./build.ts";
import { type PageServer, servePage } from "./server.ts";

const DIST = fileURLToPath(new URL("dist", import.meta.url));

interface Options {
  port: number;
  build?: string;
}

async function run({ port, build }: Options): Promise<void> {
  if (build !== undefined) {
    await buildPage(userPath(build)).catch((error) => {
      throw cannot(`build the page in ${build}`, error);
    });
    console.log(`The page is in ${build}: any static host can serve it.`);
    return;
  }
  await buildPage(DIST);
  const server = serve(port);
  console.log(`noteprism is at http://localhost:${server.port}/ (Ctrl-C ends it)`);
  await new Promise((done) => interruption.signal.addEventListener("abort", done));
}

function serve(port: number): PageServer {
  try {
    return servePage(DIST, port);
  } catch (error) {
    throw cannot(`serve on port ${port}`, error);
  }
}

const command = new Command("web")
  .description("Build the page and serve it on this machine.")
  .option("--port <number>", "port to listen on", integer(0, 65_535), 8000)
  .option("--build <folder>", "only build, into this folder")
  .action(run);

if (import.meta.main) await main(command);
