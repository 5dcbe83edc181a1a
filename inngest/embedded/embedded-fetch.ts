import type { Pool } from "pg";
import { z } from "zod";
import { storeEvents } from "./events";
import { migrateJobs } from "./jobs";

/**
 * 256 KiB an event, the limit of Inngest's free plan: what works here works there too (contracts/inngest.md section
 * 2).
 */
const EVENT_BYTES_MAX = 256 * 1024;

const eventsSchema = z.array(
  z.looseObject({
    id: z.string().optional(),
    name: z.string().min(1),
    data: z.record(z.string(), z.unknown()).default({}),
    ts: z.number().optional(),
  }),
);

/**
 * The `fetch` option for `new Inngest()`: stores what `inngest.send` and `step.sendEvent` post in PostgreSQL instead
 * of sending it. Works in a process that runs no engine. Rejects while the database is down (the SDK tries again a
 * few times). Answers 404 to every call except sending events.
 */
export function createEmbeddedFetch(pool: Pool): typeof fetch {
  return async (input, init) => {
    const req = new Request(input, init);
    if (req.method !== "POST" || !new URL(req.url).pathname.startsWith("/e/")) {
      return answer(404, { error: "The embedded engine only accepts events.", status: 404 });
    }

    const parsed = eventsSchema.safeParse(await req.json());
    if (!parsed.success) return answer(400, { error: z.prettifyError(parsed.error), status: 400 });

    const large = parsed.data.find((event) => Buffer.byteLength(JSON.stringify(event)) > EVENT_BYTES_MAX);
    if (large) return answer(413, { error: `Event ${large.name} is larger than 256 KiB.`, status: 413 });

    await migrateJobs(pool);
    return answer(200, { ids: await storeEvents(pool, parsed.data), status: 200 });
  };
}

/** Client options that belong together: `new Inngest({ id, ...embeddedClientOptions(pool) })`. */
export function embeddedClientOptions(pool: Pool) {
  return {
    fetch: createEmbeddedFetch(pool),
    /** The SDK requires a key; it appears only in the URL that our fetch sees. */
    eventKey: "embedded",
    /** No signatures: the SDK's handler is called in-process and must not be reachable from outside. */
    isDev: true,
    /** Each step reports on its own, so that it is stored before the next one starts. */
    checkpointing: false,
  } as const;
}

function answer(status: number, body: Record<string, unknown>): Response {
  return Response.json(body, { status });
}
