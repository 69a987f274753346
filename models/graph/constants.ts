/**
 * Reads the constants that ONNX files hold.
 *
 * Of protocol buffers this needs no more than to walk through fields; their numbers are those of
 * `onnx.ts`.
 *
 * @module
 */
import { ELEMENT_TYPES } from "./onnx.ts";

/** A field of a message: its number, and an integer or bytes. */
type Field = readonly [number: number, value: number | Uint8Array];

/** The fields of a message; those of fixed length, which no constant needs, as bytes. */
function* fieldsOf(message: Uint8Array): Generator<Field> {
  let at = 0;
  const take = (length: number) => {
    if (at + length > message.length) throw new Error("it ends too soon");
    at += length;
    return message.subarray(at - length, at);
  };
  const varint = () => {
    for (let value = 0, place = 1;; place *= 128) {
      const [byte] = take(1);
      value += (byte & 127) * place;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const tag = varint();
    const [number, wire] = [Math.floor(tag / 8), tag % 8];
    if (wire === 0) yield [number, varint()];
    else if (wire === 1) yield [number, take(8)];
    else if (wire === 2) yield [number, take(varint())];
    else if (wire === 5) yield [number, take(4)];
    else throw new Error(`it has a field of wire type ${wire}`);
  }
}

/** Messages and strings among the fields of a number. */
function inside(message: Uint8Array, number: number): Uint8Array[] {
  return [...fieldsOf(message)].flatMap(([field, value]) =>
    field === number && typeof value !== "number" ? [value] : []
  );
}

/** Values of a constant in single or half precision, else nothing. */
function valuesOf(constant: Uint8Array): Float32Array | undefined {
  const type = [...fieldsOf(constant)].find(([field]) => field === 2)?.[1];
  const [raw] = inside(constant, 9);
  if (raw === undefined) return undefined;
  const { buffer } = Uint8Array.from(raw);
  if (type === ELEMENT_TYPES.float32) return new Float32Array(buffer);
  return type === ELEMENT_TYPES.float16 ? Float32Array.from(new Float16Array(buffer)) : undefined;
}

/**
 * The constants of an ONNX file that are in single or half precision, by name.
 *
 * @throws {Error} If these are not the bytes of such a file.
 */
export function readConstants(onnx: Uint8Array): Map<string, Float32Array> {
  const constants = inside(onnx, 7).flatMap((graph) => inside(graph, 5));
  return new Map(constants.flatMap((constant) => {
    const [name] = inside(constant, 8);
    const values = valuesOf(constant);
    return name && values ? [[new TextDecoder().decode(name), values]] : [];
  }));
}
