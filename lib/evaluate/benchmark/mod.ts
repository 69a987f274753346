/**
 * Systems side by side: scores of each mix, their summaries and tables. It hears nothing itself.
 *
 * @module
 */
export {
  type BenchmarkResult,
  type Cost,
  type GroupSummary,
  LABEL_SOURCES,
  type LabelSource,
  type MixResult,
  type NoteFigures,
  type Summary,
  type SweepPoint,
  type SystemResult,
} from "./results.ts";
export { scoreLabels, scoreSetting, scoreTranscription, type Transcription } from "./score.ts";
export { bestSettings, meanSweep, summarise, summariseSystem } from "./summary.ts";
export { type Shown, tablesOf } from "./tables.ts";
export { type Grid, type Setting, settingsOf, THRESHOLD_GRID } from "./thresholds.ts";
