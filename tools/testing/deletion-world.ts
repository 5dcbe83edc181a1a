import { expect } from "vitest";
import { forwardSlice } from "@/lib/forwarding/deliveries/forward-slice";
import { requestReplay } from "@/lib/forwarding/replays/request-replay";
import { runReplaySlice } from "@/lib/forwarding/replays/run-replay-slice";
import { prisma } from "@/lib/kernel/database";
import { runDeletionSlice } from "@/lib/privacy/deletions/run-deletion-slice";
import { runErasureSlice } from "@/lib/privacy/erasures/run-erasure-slice";
import { createRandom, type Random } from "@/sandbox/senders/random";
import type { Sandbox } from "@/sandbox/start";
import { ctxOf } from "./make-destination";
import { makeSource, sendBatch } from "./make-source";
import { carryOut, mergeOf, passDeletionTime } from "./run-deletions";
import { eventOf } from "./run-erasures";

/** How many people a customer's Braze has. */
export const PEOPLE = 4;

/** Where Heap has somebody. */
interface InHeap {
  heapApp: string;
  identity: string;
  person: number;
}

/** For tests: a customer whose people, settings and stored bodies change at random before one of them is deleted. */
export interface DeletionWorld {
  random: Random;
  customerId: string;
  people: readonly number[];
  /** All ids under which a person was ever sent: Braze's and external ones. */
  idsOf(person: number): string[];
  brazeIdOf(person: number): string;
  eventOf(person: number): unknown;
  /** Posts events, and forwards all that waits. */
  post(...events: unknown[]): Promise<void>;
  /** One change at random: events, a setting, a merge, pruned bodies, a replay. */
  change(): Promise<void>;
  /** Who is in Heap. */
  inHeap(): InHeap[];
  /** Runs a deletion while a call with the person is out, which Heap refuses and which is halved after that. */
  deleteDuringCall(deletionRequestId: string, person: number): Promise<void>;
}

/** @param seed the same makes the same world */
export async function makeDeletionWorld(sandbox: Sandbox, seed: number): Promise<DeletionWorld> {
  const random = createRandom(seed);
  const appIds = [`${8_000 + 2 * seed}`, `${8_001 + 2 * seed}`] as const;
  const source = await makeSource({ heapAppId: appIds[0] });
  const { customerId } = source;
  await carryOut(source, appIds[0]);
  // With these, the key of an app stays known when the source leaves it.
  if (random.below(2) === 0) {
    for (const heapAppId of appIds) await carryOut(await makeSource({ heapAppId, customerId }), heapAppId);
  }
  const people = Array.from({ length: PEOPLE }, (_, person) => person);
  const ids = people.map((person) => [`braze.${seed}.${person}.x`, `external.${seed}.${person}.x`]);
  const [brazeIdOf, externalIdOf] = [0, 1].map((place) => (person: number) => ids[person]?.[place] ?? "") as [
    (person: number) => string,
    (person: number) => string,
  ];
  const event = (person: number) => eventOf(externalIdOf(person), brazeIdOf(person));
  const personOf = (identity: string) => ids.findIndex((list) => list.includes(identity));

  async function forwardAll(): Promise<void> {
    for (const appId of appIds) await forwardSlice(`sandbox:${appId}`);
  }
  async function post(...events: unknown[]): Promise<void> {
    await sendBatch(source, events);
    await forwardAll();
  }

  const changes: [() => Promise<void>, ...(() => Promise<void>)[]] = [
    () => post(...Array.from({ length: 6 }, () => event(random.below(PEOPLE)))),
    async () => {
      const identityField = random.pick(["user_id", "external_user_id"] as const);
      await prisma.source.update({ where: { id: source.id }, data: { identityField } });
    },
    async () => {
      const heapAppId = random.pick(appIds);
      const heapApp = `sandbox:${heapAppId}`;
      await prisma.source.update({ where: { id: source.id }, data: { heapAppId, heapApp } });
      await carryOut(source, heapAppId);
    },
    async () => {
      const person = random.below(PEOPLE);
      const number = ids[person]?.length ?? 0;
      const [braze, external] = [`braze.${seed}.${person}.${number}`, `external.${seed}.${person}.${number}`];
      ids[person]?.push(braze, external);
      const merge = mergeOf(braze, brazeIdOf(person));
      await post(eventOf(external, braze));
      await post({ ...merge, user: { user_id: braze, external_user_id: external } });
    },
    async () => {
      await prisma.batch.updateMany({ where: { customerId, state: "done" }, data: { body: null } });
    },
    async () => {
      const replay = await requestReplay(ctxOf("admin"), {
        customerId,
        sourceId: source.id,
        outcome: "forwarded",
      });
      await runReplaySlice(replay.id);
    },
  ];

  await post(...people.map(event));

  async function deleteDuringCall(deletionRequestId: string, person: number): Promise<void> {
    const { heapApp, heapAppId } = await prisma.source.findUniqueOrThrow({ where: { id: source.id } });
    let letGo = () => {};
    const until = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const bad = `bad-${seed}`;
    sandbox.state.heap.apps.get(heapAppId)?.poisonIdentities.add(bad);
    sandbox.state.faults.add({
      target: "heap.track",
      mode: "latency",
      count: 1,
      until,
      match: { appId: heapAppId },
    });
    await sendBatch(source, [eventOf(bad, bad), ...people.map(event), event(person)]);
    const forwarding = forwardSlice(heapApp);
    await expect.poll(() => prisma.delivery.count({ where: { heapApp, state: "sending" } })).toBe(1);
    for (let slice = 0; slice < 12; slice++) {
      await passDeletionTime(deletionRequestId);
      const { erasures } = await runDeletionSlice(deletionRequestId);
      for (const { erasureId } of erasures) await runErasureSlice(erasureId);
    }
    letGo();
    await forwarding;
  }

  return {
    random,
    customerId,
    people,
    idsOf: (person) => ids[person] ?? [],
    brazeIdOf,
    eventOf: event,
    post,
    change: () => random.pick(changes)(),
    inHeap: () =>
      appIds.flatMap((appId) =>
        [...(sandbox.state.heap.apps.get(appId)?.identities ?? [])].map((identity) => ({
          heapApp: `sandbox:${appId}`,
          identity,
          person: personOf(identity),
        })),
      ),
    deleteDuringCall,
  };
}
