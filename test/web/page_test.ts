import assert from "node:assert/strict";
import { CHROMIUM, withPage } from "./browser.ts";
import { editingSteps } from "./page/editing.ts";
import { everyoneSteps } from "./page/everyone.ts";
import { fileSteps } from "./page/files.ts";
import { openingSteps } from "./page/opening.ts";
import { playingSteps, recordingSteps } from "./page/sound.ts";
import { timbreSteps } from "./page/timbres.ts";
import { touchSteps } from "./page/touch.ts";
import type { Visit } from "./page/visit.ts";

if (!CHROMIUM) console.warn("skipped: there is no Chromium to open the page in");

Deno.test({
  name: "the page hears, shows, edits and exports in a browser",
  ignore: !CHROMIUM,
  sanitizeOps: false,
  sanitizeResources: false,
  fn: (t) =>
    withPage(async (open) => {
      const { complaints, strangers } = open;
      const step: Visit["step"] = async (name, work) => {
        const passed = await t.step(name, async () => {
          await work();
          assert.deepEqual(complaints.splice(0), []);
        });
        assert.ok(passed, `${name}: ${complaints.join("; ")}`);
      };
      const visit = { ...open, step };
      await openingSteps(visit);
      await timbreSteps(visit);
      await editingSteps(visit);
      await playingSteps(visit);
      await fileSteps(visit);
      await touchSteps(visit);
      await recordingSteps(visit);
      await everyoneSteps(visit);
      assert.deepEqual(strangers, []);
    }),
});
