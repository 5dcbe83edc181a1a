import { applyRetention } from "./functions/apply-retention";
import { carryOutDeletion } from "./functions/carry-out-deletion";
import { checkMatch } from "./functions/check-match";
import { decideTask } from "./functions/decide-task";
import { eraseIdentity } from "./functions/erase-identity";
import { evaluateAlerts } from "./functions/evaluate-alerts";
import { forwardEvents } from "./functions/forward-events";
import { forwardRounds } from "./functions/forward-rounds";
import { measureOverlaps } from "./functions/measure-overlaps";
import { packEvents } from "./functions/pack-events";
import { replayEvents } from "./functions/replay-events";
import { runSync } from "./functions/run-sync";
import { scheduleRecurring } from "./functions/schedule-recurring";
import { sendNotices } from "./functions/send-notices";
import { sweep } from "./functions/sweep";
import { zipBodies } from "./functions/zip-bodies";

/** All functions, for both engines. */
export const functions = [
  forwardRounds,
  forwardEvents,
  decideTask,
  runSync,
  replayEvents,
  eraseIdentity,
  carryOutDeletion,
  checkMatch,
  scheduleRecurring,
  sweep,
  evaluateAlerts,
  sendNotices,
  measureOverlaps,
  applyRetention,
  zipBodies,
  packEvents,
];
