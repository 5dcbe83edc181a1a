import type pg from "pg";
import { findHistoryFaults } from "@/tools/testing/history-faults";
import { countEvents, type EventCount } from "./count-events";
import { countMembers, type MemberCount } from "./count-members";
import { findStuck } from "./count-stuck";
import { countUserProperties, type UserPropertyCount } from "./count-user-properties";
import { findSecrets } from "./find-secrets";
import type { Ground } from "./ground";
import type { Attack } from "./kill-at-points";
import type { SliceReport, TortureReport } from "./report";

/** Counts everything at the end of a run: what each slice's customers have, what is stuck, and what leaked. */
export async function countRun(
  sql: pg.Client,
  ground: Ground,
  attacks: readonly { name: string; kills: number; attack: Attack }[],
  ownSecrets: readonly string[],
  startedMs: number,
): Promise<TortureReport> {
  const slices: SliceReport[] = [];
  for (const { name, kills, attack } of attacks) {
    const events: EventCount[] = [];
    const members: MemberCount[] = [];
    const userProperties: UserPropertyCount[] = [];
    const historyFaults: string[] = [];
    for (const customer of attack.customers) {
      events.push(await countEvents(sql, ground.sandbox, customer));
      members.push(await countMembers(sql, ground.sandbox, customer));
      userProperties.push(await countUserProperties(sql, ground.sandbox, customer));
      historyFaults.push(...(await findHistoryFaults(sql, customer.id)));
    }
    const { done, missed } = attack;
    const counts = { events: sum(events), members: sum(members), userProperties: sum(userProperties) };
    slices.push({ name, kills, done, missed, ...counts, historyFaults });
  }

  const secrets = [
    ...ownSecrets,
    ...attacks.flatMap(({ attack }) => attack.customers).flatMap((one) => one.secrets),
  ];
  const { lines, findings } = await findSecrets(sql, ground.logFiles, secrets);
  const { kills, deaths, startMs } = ground.tally;
  const inOrder = startMs.toSorted((left, right) => left - right);
  return {
    measuredAt: new Date().toISOString(),
    seconds: Math.round((Date.now() - startedMs) / 1_000),
    slices,
    stuck: await findStuck(sql),
    processes: {
      kills,
      deaths,
      starts: inOrder.length,
      startMsMedian: inOrder[Math.floor(inOrder.length / 2)] ?? 0,
      startMsLongest: inOrder.at(-1) ?? 0,
    },
    secrets: { looked: secrets.length, linesRead: lines, findings },
    violations: violationsOf(ground),
  };
}

function violationsOf({ sandbox: { state } }: Ground): Record<string, number> {
  const seen = { ...state.braze.violations.summary(), ...state.heap.violations.summary() };
  return Object.fromEntries(Object.entries(seen).map(([kind, { count }]) => [kind, count]));
}

/** Adds up counts, field by field. */
function sum<Count extends object>(counts: readonly Count[]): Count {
  const total: Record<string, number> = {};
  for (const count of counts)
    for (const [field, value] of Object.entries(count)) total[field] = (total[field] ?? 0) + Number(value);
  return total as Count;
}
