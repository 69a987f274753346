import { editingSteps } from "./page/editing.ts";
import { everyoneSteps } from "./page/everyone.ts";
import { fileSteps } from "./page/files.ts";
import { keyboardSteps } from "./page/keyboard.ts";
import { offlineSteps } from "./page/offline.ts";
import { openingSteps } from "./page/opening.ts";
import { playingSteps, recordingSteps } from "./page/sound.ts";
import { timbreSteps } from "./page/timbres.ts";
import { touchSteps } from "./page/touch.ts";
import { troubleSteps } from "./page/trouble.ts";
import { visiting } from "./page/visit.ts";

visiting(
  "the page hears, shows, edits and exports in a browser",
  openingSteps,
  timbreSteps,
  editingSteps,
  playingSteps,
  fileSteps,
  touchSteps,
  recordingSteps,
  offlineSteps,
);

visiting("every state of the page is open to all", everyoneSteps);

visiting("the page is worked by keys alone", keyboardSteps);

visiting("the page keeps the work when something fails", troubleSteps);
