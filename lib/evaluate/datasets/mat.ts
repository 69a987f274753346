/**
 * MATLAB files of version 5, as far as data sets of music need them: numbers and cell arrays
 * ("MAT-File Format", The MathWorks, 2023, chapter 1).
 *
 * @module
 */

/** An array of numbers in MATLAB's order: columns one after the other. */
export interface MatNumbers {
  rows: number;
  columns: number;
  values: Float64Array;
}

/** A variable: numbers, or a cell array of variables. */
export type MatValue = MatNumbers | MatValue[];

const HEADER_BYTES = 128;
const COMPRESSED = 15;
const MATRIX = 14;
const CELL_CLASS = 1;
/** double, single, and integers of 8 to 64 bits. */
const NUMBER_CLASSES = [6, 15];

type Reader = (view: DataView, at: number) => number;

/** Readers of the stored number types with their size in bytes. */
const NUMBERS: Record<number, [bytes: number, read: Reader]> = {
  1: [1, (v, at) => v.getInt8(at)],
  2: [1, (v, at) => v.getUint8(at)],
  3: [2, (v, at) => v.getInt16(at, true)],
  4: [2, (v, at) => v.getUint16(at, true)],
  5: [4, (v, at) => v.getInt32(at, true)],
  6: [4, (v, at) => v.getUint32(at, true)],
  7: [4, (v, at) => v.getFloat32(at, true)],
  9: [8, (v, at) => v.getFloat64(at, true)],
  12: [8, (v, at) => Number(v.getBigInt64(at, true))],
  13: [8, (v, at) => Number(v.getBigUint64(at, true))],
};

/**
 * Reads the variables of a MAT file.
 *
 * @throws {Error} On anything but numbers and cell arrays in version 5, little-endian.
 */
export async function readMat(file: Uint8Array): Promise<Map<string, MatValue>> {
  const endian = String.fromCharCode(...file.subarray(126, 128));
  if (file.length < HEADER_BYTES || endian !== "IM") {
    throw refusal("it is not version 5, little-endian");
  }
  const variables = new Map<string, MatValue>();
  for (const element of elements(file.subarray(HEADER_BYTES))) {
    const [inner] = element.type === COMPRESSED ? elements(await inflate(element.data)) : [element];
    const { name, value } = readMatrix(inner);
    variables.set(name, value);
  }
  return variables;
}

interface Element {
  type: number;
  data: Uint8Array;
}

function* elements(bytes: Uint8Array): Generator<Element, undefined> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 8 <= bytes.length;) {
    const tag = view.getUint32(at, true);
    const small = tag >>> 16;
    const size = small || view.getUint32(at + 4, true);
    const start = at + (small ? 4 : 8);
    if (start + size > bytes.length) throw refusal("it is cut short");
    yield { type: tag & 0xffff, data: bytes.subarray(start, start + size) };
    const unpadded = small || (tag & 0xffff) === COMPRESSED;
    at = small ? at + 8 : start + (unpadded ? size : Math.ceil(size / 8) * 8);
  }
}

function readMatrix(element?: Element): { name: string; value: MatValue } {
  if (element?.type !== MATRIX) throw refusal(`it holds an element of type ${element?.type}`);
  const [flags, dimensions, title, ...content] = elements(element.data);
  if (!title || flags.data.length === 0) throw refusal("an array has no description");
  const name = String.fromCharCode(...title.data);
  const kind = flags.data[0];
  if (kind === CELL_CLASS) return { name, value: content.map((cell) => readMatrix(cell).value) };
  if (kind < NUMBER_CLASSES[0] || kind > NUMBER_CLASSES[1]) {
    throw refusal(`${name || "a cell"} is of array class ${kind}`);
  }
  const [rows, columns, ...more] = readNumbers(dimensions);
  const values = readNumbers(content[0]);
  if (more.length > 0 || content.length > 1 || rows * columns !== values.length) {
    throw refusal(`${name || "a cell"} is not a real matrix`);
  }
  return { name, value: { rows, columns, values } };
}

function readNumbers(element?: Element): Float64Array {
  const { type, data } = element ?? { type: undefined, data: new Uint8Array(0) };
  if (type === undefined || !(type in NUMBERS)) throw refusal(`it holds numbers of type ${type}`);
  const [bytes, read] = NUMBERS[type];
  if (data.length % bytes !== 0) throw refusal("it is cut short");
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return Float64Array.from({ length: data.length / bytes }, (_, i) => read(view, i * bytes));
}

async function inflate(data: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([data.slice()]).stream().pipeThrough(new DecompressionStream("deflate"));
  try {
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch {
    throw refusal("its compressed part is damaged");
  }
}

function refusal(reason: string): Error {
  return new Error(`Cannot read the MAT file: ${reason}`);
}
