import { worldEvent } from "../world/world-event";
import { CurrentsLedger, type LedgerEntry } from "./currents-ledger";
import { CurrentDisabledError, type CurrentsTarget, deliverBatch, probe } from "./deliver-batch";
import { DEFAULT_MIX, type EventMix, type IdentityField, type MadeEvent, makeEvent } from "./make-event";
import { createRandom, freshSeed } from "./random";

/** Braze sends up to 100 events a request (custom HTTP connector page). */
const DEFAULT_BATCH_SIZE = 100;

export type CurrentsSettings = {
  /** The receiver's secret URL. */
  url: string;
  bearerToken?: string | null;
  batchSize?: number;
  gzip?: boolean;
  /** If given, the same run again, ids included; if not, a run of its own. */
  seed?: number;
  identityField?: IdentityField;
  /** Distinct users among the events. */
  userCount?: number;
  mix?: Partial<EventMix>;
  /** Every published event type in every form, in turn, in place of the mix. */
  isWorld?: boolean;
  /** How far the clock that stamps the events is ahead of the real one; negative when it is behind. */
  clockAheadSeconds?: number;
  /** Share of the delivered batches, 0 to 1, that are delivered again: half of them identical, half re-split. */
  redeliverShare?: number;
  /** Event-type queues served at the same time. */
  parallelQueues?: number;
  backOffBaseMs?: number;
  backOffMaximumMs?: number;
  maximumAttempts?: number;
};

export type CurrentsSender = {
  ledger: CurrentsLedger;
  /** Makes events and queues them by type. */
  make(count: number): void;
  /** Queues events made elsewhere. */
  enqueue(events: readonly MadeEvent[]): void;
  /** Posts a body without events, as Braze does to test the credentials: empty, or an empty list. The status, or "network". */
  probe(body: "" | "{}" | '{"events":[]}'): Promise<number | "network">;
  /** Delivers everything in the queues. Ends when nothing is queued, or when the Current is switched off. */
  flush(): Promise<void>;
  /** Null while the Current runs, otherwise why it was switched off. */
  disabledBecause(): string | null;
  /** What a customer does after repairing the receiver. Failed events are not sent again, as at Braze. */
  enable(): void;
};

/** A Current: makes events and delivers them at least once, in per-type queues, with Braze's reactions to each status. */
export function createCurrentsSender(settings: CurrentsSettings): CurrentsSender {
  const { batchSize = DEFAULT_BATCH_SIZE, redeliverShare = 0, parallelQueues = 4 } = settings;
  const random = createRandom(settings.seed ?? freshSeed());
  const ledger = new CurrentsLedger();
  const queues = new Map<string, LedgerEntry[]>();
  let disabled: string | null = null;

  const target: CurrentsTarget = {
    url: settings.url,
    bearerToken: settings.bearerToken ?? null,
    gzip: settings.gzip ?? false,
    backOff: { baseMs: settings.backOffBaseMs ?? 200, maximumMs: settings.backOffMaximumMs ?? 10_000 },
    maximumAttempts: settings.maximumAttempts ?? 100,
  };
  const eventSettings = {
    identityField: settings.identityField ?? "external_user_id",
    userCount: settings.userCount ?? 1_000,
    mix: { ...DEFAULT_MIX, ...settings.mix },
    nowSeconds: Math.floor(Date.now() / 1000) + (settings.clockAheadSeconds ?? 0),
  };

  let place = 0;

  function makeOne(): MadeEvent {
    return settings.isWorld ? worldEvent(random, eventSettings, place++) : makeEvent(random, eventSettings);
  }

  function enqueue(events: readonly MadeEvent[]): void {
    for (const made of events) {
      const queue = queues.get(made.type) ?? [];
      queue.push(ledger.add(made));
      queues.set(made.type, queue);
    }
  }

  async function serveQueue(queue: LedgerEntry[]): Promise<void> {
    while (queue.length > 0) {
      const batch = queue.splice(0, batchSize);
      if (disabled !== null) {
        for (const entry of batch) entry.state = "failed";
        continue;
      }
      await deliver(batch);
    }
  }

  async function deliver(batch: LedgerEntry[]): Promise<void> {
    try {
      await deliverBatch(target, ledger, batch);
      if (random.fraction() < redeliverShare) await redeliver(batch);
    } catch (err) {
      if (!(err instanceof CurrentDisabledError)) throw err;
      disabled = err.message;
      for (const entry of batch) if (entry.state === "queued") entry.state = "failed";
    }
  }

  /** What "at least once" means: the same bytes again, or the same events in different batches. */
  async function redeliver(batch: LedgerEntry[]): Promise<void> {
    const accepted = batch.filter((entry) => entry.state === "acknowledged");
    if (accepted.length === 0) return;
    ledger.redeliveredEvents += accepted.length;

    if (random.fraction() < 0.5 || accepted.length === 1) return deliverBatch(target, ledger, accepted);
    const mixed = random.shuffle(accepted);
    const cut = 1 + random.below(mixed.length - 1);
    await deliverBatch(target, ledger, mixed.slice(0, cut));
    await deliverBatch(target, ledger, mixed.slice(cut));
  }

  async function flush(): Promise<void> {
    const waiting = [...queues.values()];
    queues.clear();

    async function serve(): Promise<void> {
      for (let queue = waiting.shift(); queue; queue = waiting.shift()) await serveQueue(queue);
    }
    await Promise.all(Array.from({ length: parallelQueues }, serve));
  }

  return {
    ledger,
    make: (count) => enqueue(Array.from({ length: count }, makeOne)),
    enqueue,
    probe: (body) => probe(target, body),
    flush,
    disabledBecause: () => disabled,
    enable: () => {
      disabled = null;
    },
  };
}
