/**
 * Deno's own Jupyter kernel, without Jupyter: the messaging protocol, version 5.3
 * (https://jupyter-client.readthedocs.io/en/stable/messaging.html).
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import { userPath } from "../../lib/cli/files.ts";
import { type Output, textOf } from "./notebook.ts";
import { Peer, type Role } from "./zmq.ts";

/** Between the identities of a message and its parts. */
const DELIMITER = "<IDS|MSG>";

/** How often and how patiently a kernel that starts is called, milliseconds. */
const KNOCK = 100, PATIENCE = 60_000;

/** Characters of what a kernel complains about that are kept: the last ones. */
const COMPLAINTS = 2000;

/** Tells JupyterLab and the kernel where to meet. */
const SOCKETS = ["shell", "iopub", "stdin", "control", "hb"] as const;

interface Message {
  header: { msg_type: string };
  parent: { msg_id?: string };
  // deno-lint-ignore no-explicit-any
  content: any;
}

/** A running kernel that executes one cell after the other. */
export class Kernel {
  readonly #key: string;
  readonly #session: string = crypto.randomUUID();
  readonly #process: Deno.ChildProcess;
  readonly #shell: Peer;
  readonly #published: Peer;
  /** Outputs by the request that they answer. */
  readonly #outputs = new Map<string, Output[]>();
  readonly #done = new Map<string, () => void>();
  /** Printed after a cell, and what is done when it is heard. */
  #mark?: { text: string; heard: () => void };
  readonly #stderr: ReadableStreamDefaultReader<Uint8Array>;
  readonly #complaints: Promise<string>;

  private constructor(key: string, process: Deno.ChildProcess, shell: Peer, published: Peer) {
    this.#key = key;
    this.#process = process;
    this.#shell = shell;
    this.#published = published;
    this.#listen();
    this.#stderr = process.stderr.getReader();
    this.#complaints = lastWords(this.#stderr);
  }

  /**
   * Starts a fresh kernel that works in `folder`.
   *
   * @param deno The program whose kernel it is.
   * @throws {Error} If it has no kernel, or the kernel does not answer within a minute.
   */
  static async start(folder: string, deno = Deno.execPath()): Promise<Kernel> {
    const key = crypto.randomUUID();
    const ports = freePorts(SOCKETS.length);
    const file = await Deno.makeTempFile({ suffix: ".json" });
    const addresses = SOCKETS.map((name, i) => [`${name}_port`, ports[i]]);
    await Deno.writeTextFile(
      file,
      JSON.stringify({
        ...Object.fromEntries(addresses),
        ip: "127.0.0.1",
        transport: "tcp",
        key,
        signature_scheme: "hmac-sha256",
        kernel_name: "deno",
      }),
    );
    try {
      const process = new Deno.Command(deno, {
        args: ["jupyter", "--kernel", "--conn", file],
        cwd: folder,
        env: { NO_COLOR: "1", ...dataFolder() },
        stdin: "null",
        stdout: "null",
        stderr: "piped",
      }).spawn();
      const shell = await connect(ports[0], "DEALER", process);
      const published = await connect(ports[1], "SUB", process);
      const kernel = new Kernel(key, process, shell, published);
      await kernel.#subscribed();
      return kernel;
    } catch (error) {
      throw new Error(
        `Cannot start the kernel (${deno} jupyter --kernel): ${(error as Error).message}`,
      );
    } finally {
      await Deno.remove(file);
    }
  }

  /** Resolves with what it said when its process has ended, by itself or by {@linkcode stop}. */
  get ended(): Promise<string> {
    return Promise.all([this.#process.status, this.#complaints]).then(([{ code }, complaints]) =>
      `the kernel has ended with status ${code}\n${complaints}`.trim()
    );
  }

  /**
   * Runs one cell and puts all that it shows into `outputs`, as it comes; an exception is the last
   * of them.
   *
   * What is printed may come after the kernel says that it is idle, but in order: a mark is printed
   * behind it, and taken away once it is heard.
   */
  async execute(code: string, outputs: Output[]): Promise<void> {
    await this.#run(code, outputs);
    const text = `${crypto.randomUUID()}\n`;
    const heard = new Promise<void>((resolve) => this.#mark = { text, heard: resolve });
    await this.#run(`console.log("${text.trim()}")`, outputs);
    await heard;
  }

  /** Ends the kernel, whatever it does. */
  async stop(): Promise<void> {
    this.#shell.close();
    this.#published.close();
    try {
      this.#process.kill("SIGKILL");
    } catch {
      // It has ended by itself.
    }
    await this.#stderr.cancel();
    await this.#process.status;
  }

  async #run(code: string, outputs: Output[]): Promise<void> {
    await this.#ask("execute_request", {
      code,
      silent: false,
      store_history: true,
      user_expressions: {},
      allow_stdin: false,
      stop_on_error: true,
    }, outputs);
  }

  /** A subscription takes a moment: asks until an answer is heard on the publishing socket. */
  async #subscribed(): Promise<void> {
    for (let waited = 0; waited < PATIENCE; waited += KNOCK) {
      const heard = await Promise.race([
        this.#ask("kernel_info_request", {}, []).then(() => true),
        sleep(KNOCK),
      ]);
      if (heard) return;
    }
    throw new Error("it does not answer");
  }

  async #ask(type: string, content: object, outputs: Output[]): Promise<void> {
    const id = crypto.randomUUID();
    this.#outputs.set(id, outputs);
    const done = new Promise<void>((resolve) => this.#done.set(id, resolve));
    const header = {
      msg_id: id,
      session: this.#session,
      username: "noteprism",
      date: new Date().toISOString(),
      msg_type: type,
      version: "5.3",
    };
    const parts = [header, {}, {}, content].map((part) => Buffer.from(JSON.stringify(part)));
    const signature = createHmac("sha256", this.#key).update(Buffer.concat(parts)).digest("hex");
    await this.#shell.send([Buffer.from(DELIMITER), Buffer.from(signature), ...parts]);
    await done;
  }

  async #listen(): Promise<void> {
    try {
      for (;;) this.#hear(parse(await this.#published.receive()));
    } catch {
      // The connection is closed: the kernel was stopped.
    }
  }

  #hear({ header, parent, content }: Message): void {
    const id = parent.msg_id ?? "";
    const outputs = this.#outputs.get(id);
    if (header.msg_type === "status" && content.execution_state === "idle") this.#done.get(id)?.();
    if (outputs === undefined) return;
    const output = outputOf(header.msg_type, content);
    const last = outputs.at(-1);
    if (
      output?.output_type === "stream" && last?.output_type === "stream" &&
      output.name === last.name
    ) {
      last.text = `${last.text}${output.text}`;
    } else if (output !== undefined) {
      outputs.push(output);
    }
    this.#takeMark(outputs);
  }

  #takeMark(outputs: Output[]): void {
    const last = outputs.at(-1);
    if (this.#mark === undefined || last?.output_type !== "stream") return;
    const { text, heard } = this.#mark;
    const printed = textOf(last.text);
    if (!printed.endsWith(text)) return;
    last.text = printed.slice(0, -text.length);
    if (last.text === "") outputs.pop();
    this.#mark = undefined;
    heard();
  }
}

function outputOf(type: string, content: Message["content"]): Output | undefined {
  switch (type) {
    case "stream":
      return { output_type: type, name: content.name, text: content.text };
    case "display_data":
    case "execute_result":
      return { output_type: type, data: content.data, metadata: content.metadata ?? {} };
    case "error":
      return {
        output_type: type,
        ename: content.ename,
        evalue: content.evalue,
        traceback: content.traceback,
      };
  }
}

/** Frames after the delimiter: signature, header, parent header, metadata, content. */
function parse(frames: readonly Uint8Array[]): Message {
  const texts = frames.map((frame) => new TextDecoder().decode(frame));
  const at = texts.indexOf(DELIMITER);
  const [, header, parent, , content] = texts.slice(at + 1).map((text, i) =>
    i === 0 ? text : JSON.parse(text)
  );
  return { header, parent, content };
}

/** Reads what a process writes beside the protocol (unread, it would stand still one day). */
async function lastWords(stderr: ReadableStreamDefaultReader<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const { value } = await stderr.read();
    if (value === undefined) return text;
    text = (text + decoder.decode(value, { stream: true })).slice(-COMPLAINTS);
  }
}

/** Calls until the kernel listens, or has ended. */
async function connect(port: number, role: Role, process: Deno.ChildProcess): Promise<Peer> {
  let ended = false;
  process.status.then(() => ended = true);
  for (let waited = 0; waited < PATIENCE && !ended; waited += KNOCK) {
    try {
      return await Peer.connect(port, role);
    } catch {
      await sleep(KNOCK);
    }
  }
  if (!ended) process.kill("SIGKILL");
  const reason = (await new Response(process.stderr).text()).trim();
  throw new Error(reason === "" ? "it does not listen" : reason);
}

/** Ports that nobody uses now. */
function freePorts(count: number): number[] {
  const listeners = Array.from(
    { length: count },
    () => Deno.listen({ hostname: "127.0.0.1", port: 0 }),
  );
  const ports = listeners.map(({ addr }) => (addr as Deno.NetAddr).port);
  for (const listener of listeners) listener.close();
  return ports;
}

/** Kernels work in the folder of their notebook; the user named his data from his own. */
function dataFolder(): Record<string, string> {
  const folder = Deno.env.get("NOTEPRISM_DATA");
  return folder === undefined ? {} : { NOTEPRISM_DATA: userPath(folder) };
}

function sleep(milliseconds: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
