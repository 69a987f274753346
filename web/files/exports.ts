/**
 * The page's outputs.
 *
 * @module
 */
import { toCsv } from "../../lib/export/csv.ts";
import { toJson } from "../../lib/export/json.ts";
import { toMidi } from "../../lib/export/midi.ts";
import { exported } from "../edit/score.ts";
import type { ExportKind } from "../panel/actions.ts";
import { timbreName } from "../session/timbres.ts";
import type { Roll } from "../roll/roll.ts";
import type { Session } from "../session/session.ts";
import { toMusicXml } from "./musicxml.ts";
import { PROJECT_EXTENSION, writeProject } from "./project.ts";
import { save, stem } from "./save.ts";

/** Pixels of a picture for each pixel of the page. */
const PICTURE_RATIO = 2;

/** Writes one kind of file of what the page shows. */
export async function exportScore(
  session: Session,
  roll: Roll,
  kind: ExportKind,
  tempo: number,
): Promise<void> {
  const { file, history } = session.state;
  const { song, timbres } = exported(history!.score);
  const names = timbres.map((timbre) => timbreName(session, timbre));
  const full = file?.name ?? session.say("untitled");
  const base = stem(full);
  switch (kind) {
    case "midi":
      return save(`${base}.mid`, toMidi(song, names), "audio/midi");
    case "json":
      return save(
        `${base}.json`,
        JSON.stringify(toJson(song, full), null, 1) + "\n",
        "application/json",
      );
    case "csv":
      return save(`${base}.csv`, toCsv(song), "text/csv");
    case "musicxml":
      return save(
        `${base}.musicxml`,
        toMusicXml(song, names, base, tempo),
        "application/vnd.recordare.musicxml+xml",
      );
    case "png":
      return save(`${base}.png`, await picture(session, roll));
    case "project":
      return save(`${base}${PROJECT_EXTENSION}`, await writeProject({ file, history: history! }));
  }
}

/** The roll as it is shown, without playhead and selection. */
async function picture(session: Session, roll: Roll): Promise<Blob> {
  const { width, height } = roll.size;
  const canvas = document.createElement("canvas");
  canvas.width = width * PICTURE_RATIO;
  canvas.height = height * PICTURE_RATIO;
  const pen = canvas.getContext("2d")!;
  pen.scale(PICTURE_RATIO, PICTURE_RATIO);
  roll.drawOn(pen, session.state, session.score!, { width, height }, PICTURE_RATIO);
  return await new Promise<Blob>((resolve) => canvas.toBlob((blob) => resolve(blob!)));
}
