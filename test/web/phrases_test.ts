import assert from "node:assert/strict";
import { en } from "../../web/i18n/en.ts";
import { preferred, speaker } from "../../web/i18n/mod.ts";
import { zh } from "../../web/i18n/zh.ts";

const holes = (text: string): string[] => [...text.match(/\{\w+\}/g) ?? []].sort();

Deno.test("every phrase has the same holes in both languages; reasons may tell less", () => {
  assert.deepEqual(Object.keys(zh).sort(), Object.keys(en).sort());
  for (const [phrase, text] of Object.entries(en)) {
    const found = holes(zh[phrase as keyof typeof en]);
    const expected = holes(text);
    if (!phrase.startsWith("reason.")) assert.deepEqual(found, expected, phrase);
    assert.ok(found.every((hole) => expected.includes(hole)), phrase);
    assert.ok(text.trim() && zh[phrase as keyof typeof en].trim(), phrase);
  }
});

Deno.test("speaker() fills the holes", () => {
  assert.equal(speaker("en")("continue", { name: "a {b} $&" }), "Continue with a {b} $&");
  assert.equal(speaker("zh")("timbre.notes", { count: 0 }), "0 个音符");
  assert.equal(speaker("en")("timbre.notes", { count: 2 }), "2 notes");
  assert.equal(speaker("en")("timbre.notes", { count: 1 }), "1 note");
});

Deno.test("preferred() takes the first language there is", () => {
  assert.equal(preferred(["de-AT", "zh-Hans-CN", "en"]), "zh");
  assert.equal(preferred(["fr"]), "en");
});
