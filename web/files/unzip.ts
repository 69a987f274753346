/**
 * Zip archives (PKWARE APPNOTE 6.3) without reading them into memory: entries are parts of the
 * archive's blob.
 *
 * @module
 */

/** Bytes of the record that ends an archive without a comment, §4.3.16. */
const END_BYTES = 22;
const END = 0x06054b50;

/** Of an entry of the central directory, §4.3.12, and of one's own header, §4.3.7. */
const ENTRY_BYTES = 46;
const ENTRY = 0x02014b50;
const LOCAL_BYTES = 30;
const LOCAL = 0x04034b50;

/** Most bytes that all compressed entries of an archive may become. */
const LARGEST_UNPACKED = 1 << 29;

const STORED = 0;
const DEFLATED = 8;

/** Most bytes of a central directory that are read. */
const LARGEST_DIRECTORY = 1 << 20;

/** Whether a file begins like an archive. */
export async function isZip(blob: Blob): Promise<boolean> {
  if (blob.size < 4) return false;
  return (await view(blob, 0, 4)).getUint32(0, true) === LOCAL;
}

/**
 * The entries of an archive by name.
 *
 * @param most Bytes that all compressed entries may become.
 * @throws {Error} If the archive is cut short, damaged or too large.
 */
export async function unzip(
  blob: Blob,
  most = LARGEST_UNPACKED,
): Promise<Map<string, Blob>> {
  const end = await view(blob, blob.size - END_BYTES, END_BYTES);
  const [size, start] = [end.getUint32(12, true), end.getUint32(16, true)];
  if (end.getUint32(0, true) !== END || size > LARGEST_DIRECTORY) throw damaged();
  const directory = await view(blob, start, size);
  const entries = new Map<string, Blob>();
  let left = most;
  for (let at = 0; at + ENTRY_BYTES <= size;) {
    if (directory.getUint32(at, true) !== ENTRY) throw damaged();
    const nameBytes = directory.getUint16(at + 28, true);
    const name = text(directory, at + ENTRY_BYTES, nameBytes);
    const content = await contentAt(
      blob,
      directory.getUint32(at + 42, true),
      directory.getUint32(at + 20, true),
    );
    const method = directory.getUint16(at + 10, true);
    const entry = method === DEFLATED ? await inflated(content, left) : content;
    if (method === DEFLATED) left -= entry.size;
    else if (method !== STORED) throw damaged();
    entries.set(name, entry);
    at += ENTRY_BYTES + nameBytes + directory.getUint16(at + 30, true) +
      directory.getUint16(at + 32, true);
  }
  return entries;
}

async function contentAt(blob: Blob, header: number, size: number): Promise<Blob> {
  const local = await view(blob, header, LOCAL_BYTES);
  if (local.getUint32(0, true) !== LOCAL) throw damaged();
  const start = header + LOCAL_BYTES + local.getUint16(26, true) + local.getUint16(28, true);
  if (start + size > blob.size) throw damaged();
  return blob.slice(start, start + size);
}

async function inflated(content: Blob, most: number): Promise<Blob> {
  const parts: Blob[] = [];
  let size = 0;
  try {
    const unpacking = content.stream().pipeThrough(new DecompressionStream("deflate-raw"));
    const reader = unpacking.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      size += part.value.length;
      if (size > most) {
        await reader.cancel();
        break;
      }
      parts.push(new Blob([part.value]));
    }
  } catch {
    throw damaged();
  }
  if (size > most) throw new Error("the archive is too large");
  return new Blob(parts);
}

function text(directory: DataView, at: number, length: number): string {
  if (at + length > directory.byteLength) throw damaged();
  return new TextDecoder().decode(
    new Uint8Array(directory.buffer, directory.byteOffset + at, length),
  );
}

async function view(blob: Blob, start: number, length: number): Promise<DataView> {
  if (start < 0 || start + length > blob.size) throw damaged();
  return new DataView(await blob.slice(start, start + length).arrayBuffer());
}

function damaged(): Error {
  return new Error("the archive is damaged");
}
