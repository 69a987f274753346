/**
 * Just enough of ZeroMQ to talk to a kernel: ZMTP 3.0 without encryption, as a client over TCP
 * (https://rfc.zeromq.org/spec/23).
 *
 * @module
 */

/** Bytes of the greeting, and where what matters lies in it. */
const GREETING = { length: 64, signatureEnd: 9, version: 10, mechanism: 12 };

/** Bits of a frame's first byte. */
const MORE = 1, LONG = 2, COMMAND = 4;

/** Bytes read at a time. */
const CHUNK = 65_536;

/** What a peer is to the kernel: it asks, or it only listens. */
export type Role = "DEALER" | "SUB";

const encoder = new TextEncoder();

/** A connection that sends and receives messages, each a list of frames. */
export class Peer {
  readonly #connection: Deno.TcpConn;
  #unread = new Uint8Array(0);

  private constructor(connection: Deno.TcpConn) {
    this.#connection = connection;
  }

  /**
   * Connects and shakes hands; a listener subscribes to everything.
   *
   * @throws {Error} If nothing listens at `port` of this machine.
   */
  static async connect(port: number, role: Role): Promise<Peer> {
    const peer = new Peer(await Deno.connect({ hostname: "127.0.0.1", port }));
    const greeting = new Uint8Array(GREETING.length);
    greeting[0] = 0xff;
    greeting[GREETING.signatureEnd] = 0x7f;
    greeting[GREETING.version] = 3;
    greeting.set(encoder.encode("NULL"), GREETING.mechanism);
    await peer.#write(greeting);
    await peer.#read(GREETING.length);
    const ready = [...shortText("READY"), ...shortText("Socket-Type"), 0, 0, 0, ...shortText(role)];
    await peer.#write(Uint8Array.from([COMMAND, ready.length, ...ready]));
    await peer.#frame();
    if (role === "SUB") await peer.send([Uint8Array.of(1)]);
    return peer;
  }

  /** Sends one message. */
  async send(frames: readonly Uint8Array[]): Promise<void> {
    for (const [i, frame] of frames.entries()) {
      const header = new DataView(new ArrayBuffer(9));
      header.setUint8(0, LONG | (i < frames.length - 1 ? MORE : 0));
      header.setBigUint64(1, BigInt(frame.length));
      await this.#write(new Uint8Array(header.buffer));
      await this.#write(frame);
    }
  }

  /** Waits for one message. Commands of the protocol itself are passed over. */
  async receive(): Promise<Uint8Array[]> {
    const frames: Uint8Array[] = [];
    for (;;) {
      const { flags, body } = await this.#frame();
      if (flags & COMMAND) continue;
      frames.push(body);
      if (!(flags & MORE)) return frames;
    }
  }

  close(): void {
    this.#connection.close();
  }

  async #frame(): Promise<{ flags: number; body: Uint8Array }> {
    const [flags] = await this.#read(1);
    const size = await this.#read(flags & LONG ? 8 : 1);
    const length = flags & LONG ? Number(new DataView(size.buffer).getBigUint64(0)) : size[0];
    return { flags, body: await this.#read(length) };
  }

  async #write(bytes: Uint8Array): Promise<void> {
    for (let sent = 0; sent < bytes.length;) {
      sent += await this.#connection.write(bytes.subarray(sent));
    }
  }

  async #read(count: number): Promise<Uint8Array<ArrayBuffer>> {
    const parts = [this.#unread];
    for (let held = this.#unread.length; held < count;) {
      const chunk = new Uint8Array(CHUNK);
      const length = await this.#connection.read(chunk);
      if (length === null) throw new Error("Cannot go on: the kernel has hung up");
      parts.push(chunk.subarray(0, length));
      held += length;
    }
    const all = new Uint8Array(await new Blob(parts).arrayBuffer());
    this.#unread = all.slice(count);
    return all.slice(0, count);
  }
}

/** A text after its length in one byte. */
function shortText(text: string): number[] {
  const bytes = encoder.encode(text);
  return [bytes.length, ...bytes];
}
