import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  BasicInstrument,
  BasicPreset,
  BasicSample,
  BasicSoundBank,
  GeneratorTypes,
  SampleTypes,
} from "spessasynth_core";
import { SAMPLE_RATE } from "../../../lib/frontend/constants.ts";
import { Random } from "../../../lib/random.ts";
import { type Font, openFont } from "../../../synth/timbre/font.ts";
import { hertz } from "../../../synth/timbre/timbre.ts";
import { detuning, rootMeanSquare } from "./measure.ts";

const INSTALLED = "/usr/share/sounds/sf2/TimGM6mb.sf2";
/** Samples of a period: middle C at the rate that follows. */
const PERIOD = 100;
const RATE = Math.round(PERIOD * hertz(60));

interface Voice {
  name: string;
  program: number;
  /** Key that the font says its sample sounds: it is 60. */
  root?: number;
  /** Loops; otherwise the sample dies away. */
  looped?: boolean;
  keys?: [number, number];
}

/** Adds a preset of one sample: three harmonics of middle C. */
function addVoice(font: BasicSoundBank, { name, program, root = 60, looped, keys }: Voice): void {
  const length = looped ? 20 * PERIOD : RATE;
  const wave = Float32Array.from({ length }, (_, i) => {
    const phase = 2 * Math.PI * i / PERIOD;
    const tone = Math.sin(phase) + 0.5 * Math.sin(2 * phase) + 0.3 * Math.sin(3 * phase);
    return 0.4 * tone * (looped ? 1 : Math.exp(-4 * i / RATE));
  });
  const kind = SampleTypes.monoSample;
  const sample = new BasicSample(name, RATE, root, 0, kind, 10 * PERIOD, 15 * PERIOD);
  sample.setAudioData(wave, RATE);
  const instrument = new BasicInstrument();
  instrument.name = name;
  const zone = instrument.createZone(sample);
  if (looped) zone.setGenerator(GeneratorTypes.sampleModes, 1);
  if (keys) zone.keyRange = { min: keys[0], max: keys[1] };
  const preset = new BasicPreset(font);
  Object.assign(preset, { name, program });
  preset.createZone(instrument);
  font.addSamples(sample);
  font.addInstruments(instrument);
  font.addPresets(preset);
}

async function withFont(use: (path: string) => Promise<void>): Promise<void> {
  const font = new BasicSoundBank();
  font.soundBankInfo.name = "test";
  font.soundBankInfo.copyright = "CC0 of the test";
  addVoice(font, { name: "Organ", program: 19, looped: true, keys: [48, 84] });
  addVoice(font, { name: "Harp", program: 46 });
  addVoice(font, { name: "Octave", program: 73, root: 72, looped: true });
  addVoice(font, { name: "Bell", program: 14, looped: true, keys: [60, 66] });
  addVoice(font, { name: "Wind", program: 122, looped: true });
  font.flush();
  const folder = await mkdtemp(join(tmpdir(), "font-"));
  try {
    const path = join(folder, "tiny.sf2");
    await writeFile(path, new Uint8Array(font.writeSF2()));
    await use(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const load = async ({ timbres }: Font, name: string) =>
  await timbres.find(({ key }) => key.endsWith(name))!.load();

Deno.test("openFont() lists melodic presets and whose they are", () =>
  withFont(async (path) => {
    const { timbres } = await openFont(path);
    assert.deepEqual(timbres.map(({ key }) => key).sort(), [
      "tiny:0:14 Bell",
      "tiny:0:19 Organ",
      "tiny:0:46 Harp",
      "tiny:0:73 Octave",
    ]);
    assert.ok(timbres.every(({ licence }) => licence === "CC0 of the test"));
    assert.equal((await openFont(path, "MIT")).timbres[0].licence, "MIT");
  }));

Deno.test("openFont() refuses presets that are transposed or have too few keys", () =>
  withFont(async (path) => {
    const font = await openFont(path);
    assert.equal(await load(font, "Octave"), null);
    assert.equal(await load(font, "Bell"), null);
  }));

Deno.test("openFont() plays in tune, at any fraction of a semitone, and lets go", () =>
  withFont(async (path) => {
    const organ = (await load(await openFont(path), "Organ"))!;
    assert.deepEqual([organ.sustained, organ.polyphonic], [true, true]);
    assert.ok(organ.low >= 48 && organ.high <= 84 && organ.high - organ.low >= 12);
    for (const pitch of [organ.low, 63.27, 65.5, organ.high]) {
      const { samples, lead } = organ.note(pitch, 2, 0.6, new Random(1));
      assert.equal(lead, 0);
      const held = samples.subarray(2000, 2 * SAMPLE_RATE);
      assert.ok(Math.abs(detuning(held, pitch)) < 3, `${pitch}: ${detuning(held, pitch)}`);
      assert.ok(samples.length >= 2 * SAMPLE_RATE && samples.length < 2.5 * SAMPLE_RATE);
      assert.ok(Math.abs(samples.at(-1)!) < 1e-2 * rootMeanSquare(held));
    }
  }));

Deno.test("openFont() sounds a note the same whatever was played before", () =>
  withFont(async (path) => {
    const font = await openFont(path);
    const [organ, harp] = [(await load(font, "Organ"))!, (await load(font, "Harp"))!];
    assert.deepEqual([harp.sustained, organ.sustained], [false, true]);
    const note = () => harp.note(61.3, 0.4, 0.5, new Random(1)).samples;
    const first = note();
    for (const seconds of [0.1, 0.77, 1.3]) organ.note(60, seconds, 0.9, new Random(1));
    assert.deepEqual(note(), first);
  }));

Deno.test("openFont() says which file it cannot read", async () => {
  await assert.rejects(
    openFont("/nowhere.sf2"),
    /Cannot read the font: \/nowhere.sf2 is not there/,
  );
  const folder = await mkdtemp(join(tmpdir(), "font-"));
  try {
    const path = join(folder, "no.sf2");
    await writeFile(path, new Uint8Array(100));
    await assert.rejects(openFont(path), /Cannot read the font .*no.sf2: /);
  } finally {
    await rm(folder, { recursive: true });
  }
});

const present = await Deno.stat(INSTALLED).then(() => true, () => false);
if (!present) console.warn(`skipped, not there: ${INSTALLED}`);

Deno.test({
  name: "openFont() plays a General MIDI font in tune",
  ignore: !present,
  async fn() {
    const font = await openFont(INSTALLED);
    for (const name of ["Piano 1", "Violin", "Clarinet", "SoloTrumpet"]) {
      const timbre = (await load(font, name))!;
      for (const pitch of [62, 69]) {
        const { samples } = timbre.note(pitch, 1.5, 0.7, new Random(1));
        const cents = detuning(samples.subarray(3000, 1.4 * SAMPLE_RATE), pitch);
        assert.ok(Math.abs(cents) < 20, `${name} at ${pitch} is off by ${cents}`);
      }
      assert.equal(timbre.sustained, name !== "Piano 1");
    }
  },
});
