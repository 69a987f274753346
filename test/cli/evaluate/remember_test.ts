import assert from "node:assert/strict";
import { rememberedLabels } from "../../../lib/cli/evaluate/remember.ts";
import type { Model } from "../../../lib/inference/model.ts";
import type { HeardNote } from "../../../lib/listen.ts";
import { Random } from "../../../lib/random.ts";
import { separate } from "../../../lib/timbre/separate.ts";
import { clouds, sameGrouping } from "../../timbre/clouds.ts";

/** A model that hears every note for itself. */
const model = { card: { embeddingSize: 12 }, further: {} } as unknown as Model;

Deno.test("rememberedLabels() are those of all notes together where timbres are clear", async () => {
  for (let seed = 0; seed < 5; seed++) {
    const random = new Random(seed);
    const players = 2 + seed % 3;
    const { embeddings, labels } = clouds(random, players, 50, 0.05);
    const { values, size } = embeddings;
    const notes = labels.map((_, i): HeardNote => ({
      ...{ onset: i / 4, offset: i / 4 + random.uniform(0.1, 3), pitch: 60, velocity: 0.5 },
      ...{ confidence: 1, loudness: 0, features: new Float32Array(0) },
      embedding: values.slice(i * size, (i + 1) * size),
    }));
    const together = separate(embeddings, "auto");
    assert.ok(sameGrouping(await rememberedLabels(model, notes, "auto"), [...together]));
    assert.ok(sameGrouping(await rememberedLabels(model, notes, players), labels));
  }
});
