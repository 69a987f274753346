/**
 * Writes ONNX files.
 *
 * ONNX is protocol buffers, and a graph needs a dozen of its messages, so this is a writer of those
 * alone. The npm package `onnx-proto` was tried first: it stands at ONNX 1.10 on a protobufjs that
 * is no longer maintained, and cannot be imported by name as an ES module.
 *
 * Field numbers follow `onnx.proto` of ONNX 1.12 (intermediate representation 8, operator set 17).
 *
 * @module
 */

/** A size, or the name of a size that is known only when the model runs. */
export type Dimension = number | string;

/** Numbers are written as integers; `float` marks the others, `graph` the body of a loop. */
export type Attribute =
  | number
  | readonly number[]
  | string
  | { float: number }
  | { graph: OnnxGraph };

export interface OnnxNode {
  operator: string;
  inputs: readonly string[];
  outputs: readonly string[];
  attributes: Readonly<Record<string, Attribute>>;
}

export type ElementType = "float32" | "float16" | "int64";

/** An input or output of the whole model. */
export interface OnnxValue {
  name: string;
  shape: readonly Dimension[];
  type: ElementType;
}

export interface OnnxConstant {
  name: string;
  shape: readonly number[];
  data: Float32Array | Float16Array | BigInt64Array;
}

export interface OnnxGraph {
  nodes: readonly OnnxNode[];
  inputs: readonly OnnxValue[];
  outputs: readonly OnnxValue[];
  constants: readonly OnnxConstant[];
}

const IR_VERSION = 8;
const OPERATOR_SET = 17;
/** As ONNX numbers them. */
export const ELEMENT_TYPES = { float32: 1, int64: 7, float16: 10 } as const;
const ATTRIBUTE_TYPES = { float: 1, integer: 2, text: 3, graph: 5, integers: 7 } as const;

const VARINT = 0;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;

const utf8 = new TextEncoder();

/** One protocol-buffers message, built field by field. */
class Message {
  readonly #parts: Uint8Array[] = [];

  integer(field: number, value: number | bigint): this {
    return this.#tag(field, VARINT).#varint(BigInt(value));
  }

  float(field: number, value: number): this {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    return this.#tag(field, FIXED32).#push(bytes);
  }

  bytes(field: number, value: Uint8Array): this {
    return this.#tag(field, LENGTH_DELIMITED).#varint(BigInt(value.length)).#push(value);
  }

  text(field: number, value: string): this {
    return this.bytes(field, utf8.encode(value));
  }

  message(field: number, value: Message): this {
    return this.bytes(field, value.encode());
  }

  encode(): Uint8Array<ArrayBuffer> {
    const out = new Uint8Array(this.#parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of this.#parts) {
      out.set(part, at);
      at += part.length;
    }
    return out;
  }

  #push(bytes: Uint8Array): this {
    this.#parts.push(bytes);
    return this;
  }

  #tag(field: number, wire: number): this {
    return this.#varint(BigInt(field * 8 + wire));
  }

  #varint(value: bigint): this {
    const bytes: number[] = [];
    let left = BigInt.asUintN(64, value);
    while (left > 127n) {
      bytes.push(Number(left & 127n) | 128);
      left >>= 7n;
    }
    bytes.push(Number(left));
    return this.#push(Uint8Array.from(bytes));
  }
}

function encodeAttribute(name: string, value: Attribute): Message {
  const message = new Message().text(1, name);
  if (typeof value === "number") {
    return message.integer(3, value).integer(20, ATTRIBUTE_TYPES.integer);
  }
  if (typeof value === "string") return message.text(4, value).integer(20, ATTRIBUTE_TYPES.text);
  if ("float" in value) return message.float(2, value.float).integer(20, ATTRIBUTE_TYPES.float);
  if ("graph" in value) {
    return message.message(6, encodeGraph(value.graph)).integer(20, ATTRIBUTE_TYPES.graph);
  }
  for (const item of value) message.integer(8, item);
  return message.integer(20, ATTRIBUTE_TYPES.integers);
}

function encodeNode({ operator, inputs, outputs, attributes }: OnnxNode): Message {
  const message = new Message();
  for (const input of inputs) message.text(1, input);
  for (const output of outputs) message.text(2, output);
  message.text(4, operator);
  for (const [name, value] of Object.entries(attributes)) {
    message.message(5, encodeAttribute(name, value));
  }
  return message;
}

function elementType(data: OnnxConstant["data"]): ElementType {
  if (data instanceof Float32Array) return "float32";
  return data instanceof BigInt64Array ? "int64" : "float16";
}

function encodeConstant({ name, shape, data }: OnnxConstant): Message {
  const message = new Message();
  for (const size of shape) message.integer(1, size);
  return message.integer(2, ELEMENT_TYPES[elementType(data)]).text(8, name)
    .bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

function encodeValue({ name, shape, type }: OnnxValue): Message {
  const dimensions = new Message();
  for (const size of shape) {
    const dimension = new Message();
    if (typeof size === "number") dimension.integer(1, size);
    else dimension.text(2, size);
    dimensions.message(1, dimension);
  }
  const tensor = new Message().integer(1, ELEMENT_TYPES[type]).message(2, dimensions);
  return new Message().text(1, name).message(2, new Message().message(1, tensor));
}

function encodeGraph({ nodes, inputs, outputs, constants }: OnnxGraph): Message {
  const graph = new Message();
  for (const node of nodes) graph.message(1, encodeNode(node));
  graph.text(2, "noteprism");
  for (const constant of constants) graph.message(5, encodeConstant(constant));
  for (const input of inputs) graph.message(11, encodeValue(input));
  for (const output of outputs) graph.message(12, encodeValue(output));
  return graph;
}

/** The bytes of an `.onnx` file. */
export function encodeOnnx(graph: OnnxGraph): Uint8Array<ArrayBuffer> {
  return new Message()
    .integer(1, IR_VERSION)
    .text(2, "noteprism")
    .message(7, encodeGraph(graph))
    .message(8, new Message().text(1, "").integer(2, OPERATOR_SET))
    .encode();
}
