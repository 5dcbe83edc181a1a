import type { ExpectedOutcome, MadeEvent } from "./make-event";

/**
 * - `queued`: not accepted yet, still owed.
 * - `acknowledged`: answered 2xx at least once, so the receiver has promised to keep it.
 * - `dropped`: refused for good (400 alone, twice, or 413 alone).
 * - `failed`: the connector was switched off before it got through.
 */
type EventState = "queued" | "acknowledged" | "dropped" | "failed";

/** One event on its way, known by a sequence number because a malformed one may have no id. */
export type LedgerEntry = MadeEvent & { sequence: number; state: EventState };

/** The sender's own record, to compare with the receiver's. */
export class CurrentsLedger {
  private readonly entries: LedgerEntry[] = [];
  /** Number of answers by status; "network" where there was none. */
  readonly answers = new Map<number | "network", number>();
  requests = 0;
  redeliveredEvents = 0;

  add(made: MadeEvent): LedgerEntry {
    const entry: LedgerEntry = { ...made, sequence: this.entries.length, state: "queued" };
    this.entries.push(entry);
    return entry;
  }

  countAnswer(answer: number | "network"): void {
    this.requests += 1;
    this.answers.set(answer, (this.answers.get(answer) ?? 0) + 1);
  }

  /** All entries, oldest first. */
  list(): readonly LedgerEntry[] {
    return this.entries;
  }

  /** Ids of acknowledged events with this expected outcome; events without an id are left out. */
  *acknowledgedIds(expected: ExpectedOutcome): Generator<string> {
    for (const entry of this.entries) {
      if (entry.state === "acknowledged" && entry.expected === expected && entry.id !== null) yield entry.id;
    }
  }

  /** Numbers by state, and by expected outcome among the acknowledged events. */
  summary() {
    const states = { queued: 0, acknowledged: 0, dropped: 0, failed: 0 };
    const expected = { forward: 0, filtered: 0, quarantined: 0 };
    for (const entry of this.entries) {
      states[entry.state] += 1;
      if (entry.state === "acknowledged") expected[entry.expected] += 1;
    }

    return {
      events: this.entries.length,
      ...states,
      expected,
      requests: this.requests,
      redeliveredEvents: this.redeliveredEvents,
      answers: Object.fromEntries(this.answers),
    };
  }
}
