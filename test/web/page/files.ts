/**
 * What the page writes, and what it reads again or refuses.
 *
 * @module
 */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { readMidiParts } from "../../../lib/evaluate/datasets/midi.ts";
import { parseSongParts } from "../../../lib/evaluate/datasets/plain.ts";
import { tone, wav } from "../../wav.ts";
import { drop, dropHour, exported, ready } from "../browser.ts";
import { readMusicXml } from "../musicxml.ts";
import { FIXTURES, notesOf, text, untilTitled, type Visit } from "./visit.ts";

export async function fileSteps({ page, step }: Visit): Promise<void> {
  await step("MIDI, MusicXML and the picture open again", async () => {
    const notes = await notesOf(page);
    const tracks = new Set(notes.map((note) => note.timbre)).size;
    const midi = await exported(page, "midi");
    assert.equal(midi.name, "trio.mid");
    const parts = readMidiParts(midi.bytes).filter((part) => part.notes.length > 0);
    assert.equal(parts.length, tracks);
    assert.equal(parts.flatMap((part) => part.notes).length, notes.length);
    const json = parseSongParts(text((await exported(page, "json")).bytes));
    assert.deepEqual(
      json.map((part) => part.notes.map((n) => n.pitch).sort()),
      parts.map((part) => part.notes.map((n) => n.pitch).sort()),
    );
    const notation = readMusicXml(text((await exported(page, "musicxml")).bytes));
    assert.ok(notation.some(({ name }) => name === "长笛 &amp; &lt;b&gt;"));
    assert.equal(notation.length, tracks);
    const picture = (await exported(page, "png")).bytes;
    assert.deepEqual([...picture.subarray(1, 4)], [..."PNG"].map((c) => c.charCodeAt(0)));
    const size = await page.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      const { width, height } = await createImageBitmap(new Blob([bytes]));
      return { width, height };
    }, picture.toBase64());
    const roll = (await page.locator("canvas.notes").boundingBox())!;
    assert.ok(size.width >= roll.width && size.height >= roll.height, JSON.stringify(size));
  });

  await step(
    "a damaged file or a cancelled one keeps the session, a project brings it back",
    async () => {
      const notes = await notesOf(page);
      const project = await exported(page, "project");
      const flac = await Deno.readFile(new URL("tone.flac", FIXTURES));
      await drop(page, "short.flac", flac.subarray(0, 5000));
      await page.waitForSelector(".notice[data-kind=error]");
      assert.match(
        await page.innerText(".notice"),
        /^Cannot open short\.flac: the FLAC file is/,
      );
      await ready(page);
      assert.deepEqual(await notesOf(page), notes);
      await dropHour(page, "long.wav");
      await page.click(".progress button");
      await ready(page);
      assert.deepEqual(await notesOf(page), notes);
      await drop(page, "silence.wav", wav([new Float32Array(22_050)]));
      await untilTitled(page, "silence");
      await ready(page);
      assert.deepEqual(await notesOf(page), []);
      await drop(page, project.name, project.bytes);
      await untilTitled(page, "trio");
      assert.deepEqual(await notesOf(page), notes);
    },
  );

  await step(
    "it hears what only the browser decodes, and plays what only the library decodes",
    async () => {
      for (const name of ["tone.webm", "tone.aiff"]) {
        const [chooser] = await Promise.all([
          page.waitForEvent("filechooser"),
          page.click("[aria-label='Open a file']"),
        ]);
        await chooser.setFiles(fileURLToPath(new URL(name, FIXTURES)));
        await untilTitled(page, "tone");
        await ready(page);
        const { audio } = JSON.parse(text((await exported(page, "json")).bytes));
        assert.ok(Math.abs(audio.seconds - 0.6) < 0.06, `${name}: ${audio.seconds} s`);
        assert.doesNotMatch(await page.innerText(".notice"), /cannot play/);
        await drop(page, "next.wav", wav([tone(0.3)]));
        await untilTitled(page, "next");
        await ready(page);
      }
    },
  );
}
