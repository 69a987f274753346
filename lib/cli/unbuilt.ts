/**
 * Stands for a task that is planned and not there yet.
 *
 * @module
 */
import process from "node:process";

console.error(`Cannot run ${process.argv[2]}: this task is not built yet`);
process.exit(2);
