/** How much a seed makes. */
export interface SeedSize {
  customers: number;
  /** How far back its days go. */
  days: number;
  /** Batches of the last days have their bodies; older ones look as retention leaves them. */
  bodyDays: number;
  /** Over all customers, in batches of 100 on average. */
  events: number;
  /** Of them, those of the first and largest customer. */
  largestCustomerEvents: number;
  syncs: number;
  /** Members of the largest customer's first segment: under a million, because their keys have six digits. */
  largestSegmentMembers: number;
  auditEntries: number;
  resolvedAlerts: number;
}

/** What the screens must stay fast with. */
const LARGE: SeedSize = {
  customers: 500,
  days: 30,
  bodyDays: 2,
  events: 5_000_000,
  largestCustomerEvents: 1_000_000,
  syncs: 2_000,
  largestSegmentMembers: 150_000,
  auditEntries: 20_000,
  resolvedAlerts: 400,
};

/** What the disk is sized by (docs/operations.md): bodies and outcomes for as long as they are kept by default. */
const FLEET: SeedSize = {
  customers: 1_000,
  days: 90,
  bodyDays: 14,
  events: 50_000_000,
  largestCustomerEvents: 5_000_000,
  syncs: 100_000,
  largestSegmentMembers: 900_000,
  auditEntries: 100_000,
  resolvedAlerts: 2_000,
};

/** What `npm run seed:large -- --size …` can make. */
export const SIZES: Readonly<Record<string, SeedSize>> = { large: LARGE, fleet: FLEET };

/** Events of a batch, on average. */
export const EVENTS_PER_BATCH = 100;

const MAX_RECURRING = 30;

/** How many batches each source brings: the first `largest`, the others by a falling curve, all together `total`. */
export function spreadBatches(sources: number, total: number, largest: number): number[] {
  const weights = Array.from({ length: Math.max(0, sources - 1) }, (_, index) => (index + 10) ** -0.9);
  const sum = weights.reduce((left, right) => left + right, 0);
  const rest = weights.map((weight) => Math.max(1, Math.floor(((total - largest) * weight) / sum)));
  const missing = total - largest - rest.reduce((left, right) => left + right, 0);
  return [largest, ...rest.map((count, index) => (index === 0 ? count + missing : count))];
}

/** How many segments a destination has, and how many of them are recurring: never more than its limit. */
export function segmentsOf(customerNumber: number): { segments: number; recurring: number } {
  const segments = customerNumber === 0 ? 120 : customerNumber < 20 ? 34 : 1 + (customerNumber % 4);
  return { segments, recurring: Math.min(MAX_RECURRING, Math.ceil(segments * 0.7)) };
}
