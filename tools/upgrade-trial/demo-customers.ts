import type pg from "pg";
import { applyTracked } from "@/sandbox/braze/tracked-attributes";
import { digestOfMembers } from "@/sandbox/digest";
import type { Sandbox } from "@/sandbox/start";
import type { Api } from "../demo/api";
import { orderFrom } from "../demo/faults";
import { readFacts } from "./demo-facts";

/** More than a trial will ever make. */
const EVERY_CALL = 1_000_000_000;

/** The customers that an older version's demonstration made: two run, two are in trouble. */
export interface DemoCustomers {
  events: number;
  members: number;
  /** What is not as the demonstration left it, in words. */
  findChanges(): Promise<string[]>;
  /** Ends their troubles as a CSM and the vendors would, and asks for each segment to be sent again. */
  solveTroubles(api: Api): Promise<void>;
  /** What Heap and Braze do not have, or have too much of, once everything is done, in words. */
  findFaults(): Promise<string[]>;
}

interface DemoSegment {
  customerId: string;
  segmentId: string;
  name: string;
  /** @neverNull each customer of the demonstration has a source */
  workspaceKey: string;
}

interface DemoApp {
  heapAppId: string;
  /** Events that its Heap has not taken yet. */
  waiting: number;
}

/**
 * Notes how the demonstration left its customers. This sandbox is a new one: its Braze and Heap have nothing of them yet,
 * and a Heap that refused events goes on to refuse them.
 * @throws Error when there are none
 */
export async function noteDemoCustomers(sql: pg.Client, sandbox: Sandbox): Promise<DemoCustomers> {
  const { rows: customers } = await sql.query<{ id: string; name: string }>("SELECT id, name FROM customer");
  const ids = customers.map(({ id }) => id);
  const before = await readFacts(sql, ids);
  const apps = await readApps(sql, ids);
  const segments = await readSegments(sql, ids);
  if (segments.length === 0) throw new Error("the demonstration left no segments");

  for (const { heapAppId } of apps.filter(({ waiting }) => waiting > 0))
    await orderFrom(sandbox, "/faults", {
      target: "heap.track",
      match: { appId: heapAppId },
      mode: "status",
      status: 503,
      count: EVERY_CALL,
    });

  return {
    events: before.events,
    members: before.members,

    findChanges: async () => {
      const { facts } = await readFacts(sql, ids);
      const all = new Set([...before.facts.keys(), ...facts.keys()]);
      return [...all].flatMap((fact) => {
        const [was, is] = [before.facts.get(fact), facts.get(fact)];
        const isNewAlert = was === undefined && fact.includes(", alert ");
        return was === is || isNewAlert
          ? []
          : [`${fact}: was ${was ?? "not there"}, is ${is ?? "not there"}`];
      });
    },

    solveTroubles: async (api) => {
      sandbox.state.faults.clear();
      for (const { customerId, segmentId, workspaceKey } of segments) {
        await enterKey(api, customerId, workspaceKey);
        await api.post(`/customers/${customerId}/segments/${segmentId}/syncs`, { trigger: "resync" });
      }
    },

    findFaults: async () => {
      const faults = apps.flatMap((app) => missingAtHeap(sandbox, app));
      for (const segment of segments) faults.push(...(await missingInBraze(sql, sandbox, segment)));
      return faults;
    },
  };
}

/** Events by the app that they wait for, 0 included. */
function readApps(sql: pg.Client, ids: string[]): Promise<DemoApp[]> {
  return ask<DemoApp>(
    sql,
    `SELECT s.heap_app_id AS "heapAppId", COALESCE(sum(b.accepted) FILTER (WHERE b.state = 'pending'), 0)::int AS waiting
     FROM source s LEFT JOIN batch b ON b.source_id = s.id WHERE s.customer_id = ANY($1) GROUP BY 1`,
    ids,
  );
}

/** Each customer gets a workspace of its own in the sandbox's Braze, as in the demonstration. */
function readSegments(sql: pg.Client, ids: string[]): Promise<DemoSegment[]> {
  return ask<DemoSegment>(
    sql,
    `SELECT g.customer_id AS "customerId", g.id AS "segmentId", g.name,
            'sandbox-' || (SELECT min(heap_app_id) FROM source s WHERE s.customer_id = g.customer_id) AS "workspaceKey"
     FROM segment g WHERE g.customer_id = ANY($1) ORDER BY g.id`,
    ids,
  );
}

async function ask<T extends pg.QueryResultRow>(sql: pg.Client, text: string, ids: string[]): Promise<T[]> {
  return (await sql.query<T>(text, [ids])).rows;
}

async function enterKey(api: Api, customerId: string, dataImportKey: string): Promise<void> {
  const path = `/customers/${customerId}/destinations`;
  const { items } = await api.get<{ items: { id: string; version: number }[] }>(path);
  for (const { id, version } of items) await api.patch(`${path}/${id}`, { version, dataImportKey });
}

function missingAtHeap({ state }: Sandbox, { heapAppId, waiting }: DemoApp): string[] {
  const app = state.heap.apps.get(heapAppId);
  const [different, all] = [app?.keys.size ?? 0, app?.eventsStored ?? 0];
  return different === waiting && all === waiting
    ? []
    : [`Heap's app ${heapAppId}: ${waiting} events waited, ${different} arrived, ${all} times in all`];
}

async function missingInBraze(sql: pg.Client, { state }: Sandbox, segment: DemoSegment): Promise<string[]> {
  const rows = await ask<{ key: string; attribute: string | null }>(
    sql,
    `SELECT m.user_key AS key, g.attribute_name AS attribute FROM segment g JOIN member m ON m.segment_id = g.id
     WHERE g.id = ANY($1) AND m.wanted`,
    [segment.segmentId],
  );
  const workspace = state.braze.workspaces.get(segment.workspaceKey);
  if (workspace) applyTracked(workspace, Number.POSITIVE_INFINITY);
  const attribute = rows[0]?.attribute;
  const there = attribute ? workspace?.attributes.get(attribute) : workspace?.cohorts.get(segment.segmentId);
  const sent = there?.sent ?? new Set<string>();
  return digestOfMembers(sent) === digestOfMembers(new Set(rows.map(({ key }) => key)))
    ? []
    : [`'${segment.name}' has ${rows.length} members, and ${sent.size} in Braze, not the same`];
}
