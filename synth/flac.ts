/**
 * FLAC files of 16 bits, mono, by libFLAC.
 *
 * @module
 */
// The build without WebAssembly: the other one asks for its file by a path that Deno does not fetch.
import libflac from "libflacjs/dist/libflac.js";
import { SAMPLE_RATE } from "../lib/frontend/constants.ts";
import { toPcm16 } from "./pcm.ts";

/** From 0, fast, to 8, small. */
const COMPRESSION = 5;

/** Encodes samples of −1 … 1 at 22,050 Hz; what lies outside is clipped. */
export async function encodeFlac(samples: Float32Array): Promise<Uint8Array<ArrayBuffer>> {
  if (!libflac.isReady()) await new Promise((resolve) => libflac.on("ready", resolve));
  const { length } = samples;
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const encoder = libflac.create_libflac_encoder(SAMPLE_RATE, 1, 16, COMPRESSION, length);
  libflac.init_encoder_stream(encoder, (bytes) => void parts.push(Uint8Array.from(bytes)));
  const done = libflac.FLAC__stream_encoder_process_interleaved(
    encoder,
    Int32Array.from(toPcm16(samples)),
    length,
  );
  libflac.FLAC__stream_encoder_finish(encoder);
  libflac.FLAC__stream_encoder_delete(encoder);
  if (!done) throw new Error(`Cannot encode ${length} samples as FLAC`);
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
