import { workApart } from "@/lib/kernel/alerts/stuck-work";
import { VendorError } from "@/lib/kernel/errors";
import { backOffSeconds } from "@/lib/vendors/back-off";
import { heapPropertiesOf } from "@/lib/vendors/heap/user-properties-client";
import { notePropertiesFailed, notePropertiesSent, settleAccepted, settleRefused } from "./settle-owed";
import {
  findOwingSources,
  leaveOutSuppressed,
  type OwedUser,
  type PropertySource,
  takeOwed,
} from "./take-owed";

/** No call begins after this long, so that events do not wait. */
const SEND_SECONDS = 5;

/**
 * After this many refused calls in a row no user is to blame. One user at fault among 1,000 takes eleven, since the call
 * with the other half is accepted.
 */
const MAX_REFUSED_CALLS = 20;

/**
 * Sends what the sources of a Heap app owe of users' properties, for a bounded time: one call at a time, each of up to
 * 1,000 users. A refused call is halved down to the user at fault, whose values are marked with Heap's words. After many
 * refusals in a row, and after any other failure, the app's user properties wait, and only they. What was sent and not recorded is sent again, which
 * changes nothing in Heap. A source whose properties cannot be read or settled holds up no other, and no event.
 * @returns `time_is_over` when more may be owed that could be sent at once
 */
export async function sendUserProperties(heapApp: string): Promise<"all" | "time_is_over"> {
  const deadlineMs = Date.now() + SEND_SECONDS * 1_000;
  for (const source of await findOwingSources(heapApp)) {
    const { id: subjectId, customerId } = source;
    const piece = { subjectId, customerId, doing: "sending user properties to Heap" };
    const worked = await workApart({ job: "user_properties", ...piece }, () =>
      sendOwed(source, heapApp, deadlineMs),
    );
    if (worked.kind === "done" && worked.result !== "all")
      return worked.result === "time_is_over" ? "time_is_over" : "all";
  }
  return "all";
}

/** Sends what a source owes. `failed`: the app's user properties wait. */
async function sendOwed(
  source: PropertySource,
  heapApp: string,
  deadlineMs: number,
): Promise<"all" | "time_is_over" | "failed"> {
  try {
    for (let users = await takeOwed(source); users.length > 0; users = await takeOwed(source)) {
      if (Date.now() > deadlineMs) return "time_is_over";
      await sendUsers(source, heapApp, users, deadlineMs);
    }
    return "all";
  } catch (err) {
    if (!(err instanceof VendorError)) throw err;
    await notePropertiesFailed(heapApp, (failures) =>
      Math.ceil(backOffSeconds(err, failures, Math.random())),
    );
    return "failed";
  }
}

/** @throws VendorError; of kind `refused` when Heap accepts nothing */
async function sendUsers(
  source: PropertySource,
  heapApp: string,
  users: readonly OwedUser[],
  deadlineMs: number,
): Promise<void> {
  const client = heapPropertiesOf(source);
  const waiting = [users];
  let isAnySettled = false;
  let refusedInARow = 0;
  for (let taken = waiting.pop(); taken; taken = waiting.pop()) {
    const part = await leaveOutSuppressed(source, taken);
    if (part.length === 0) continue;
    try {
      await client.addUserProperties({ appId: source.heapAppId, users: part });
      await settleAccepted(part);
      isAnySettled = true;
      refusedInARow = 0;
      await notePropertiesSent(heapApp);
    } catch (err) {
      if (!(err instanceof VendorError) || err.kind !== "refused") throw err;

      const [only] = part;
      if (part.length === 1 && only) {
        await settleRefused(only, err.words || `status ${err.status}`);
        isAnySettled = true;
      } else {
        const middle = Math.ceil(part.length / 2);
        waiting.push(part.slice(middle), part.slice(0, middle));
      }
      if (++refusedInARow >= MAX_REFUSED_CALLS) throw err;
    }
    // The rest stays owed. Each time gets further.
    if (isAnySettled && Date.now() > deadlineMs) return;
  }
}
