import { randomUUID } from "node:crypto";
import { afterEach, expect, test, vi } from "vitest";
import { lowestBatchId } from "@/lib/forwarding/batches/lowest-batch-id";
import { unreadableEntry } from "@/lib/forwarding/batches/map-batch";
import { markKnown } from "@/lib/forwarding/batches/mark-known";
import { findForwardableSources, takePending } from "@/lib/forwarding/batches/take-pending";
import { findOwingSources } from "@/lib/forwarding/user-properties/take-owed";
import { pool } from "@/lib/kernel/database";
import { findKeyInUse } from "@/lib/kernel/suppressions/suppression-key";
import { makeSource } from "@/tools/testing/make-source";
import { PLAIN_MAPPING } from "@/tools/testing/plain-mapping";
import { bookDelivery } from "./book-delivery";
import { enterHeapApp, noteBegin, noteEnd } from "./heap-app";

/** As many apps as a round forwards side by side. */
const MOST = 24;

const { id: sourceId, customerId } = await makeSource({ heapAppId: "9400" });
const batchId = lowestBatchId(new Date());
const draft = { customerId, sourceId, eventCount: 1, mapping: PLAIN_MAPPING };

/** What each of some apps asks for at the same moment. */
const ASKED: Record<string, (app: string) => Promise<unknown>> = {
  "the sources of an app": findForwardableSources,
  "batches that wait": () => takePending({ sourceId: randomUUID(), except: [], limit: 50 }),
  "batches that wait, without some": () =>
    takePending({ sourceId: randomUUID(), except: [randomUUID()], limit: 50 }),
  "what is owed of user properties": findOwingSources,
  "the state of an app": enterHeapApp,
  "the beginning of a slice": noteBegin,
  "the end of a slice": noteEnd,
  "the key of suppressed people": () => findKeyInUse(pool, randomUUID()),
  "known event ids": () =>
    markKnown(randomUUID(), [{ ...unreadableEntry(batchId, 0), eventId: randomUUID() }]),
  "a call to book": (heapApp) => bookDelivery({ ...draft, heapApp }, Number.POSITIVE_INFINITY),
};

afterEach(() => {
  vi.restoreAllMocks();
});

test.each(Object.entries(ASKED))(
  "%s: however many ask at the same moment, a group of them takes one statement",
  async (what, ask) => {
    await ask("us:9400");
    for (let apps = 1; apps <= MOST; apps++) {
      const query = vi.spyOn(pool, "query");
      await Promise.all(Array.from({ length: apps }, (_, n) => ask(`us:${9_400 + n}`)));
      // Of sources at most 16 go together.
      expect(query.mock.calls.length, `${apps} apps`).toBe(apps > 16 && what.startsWith("batches") ? 2 : 1);
      query.mockRestore();
    }
  },
);
