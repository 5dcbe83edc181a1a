/** Identifies an event: its batch and its place there. */
export interface EventRef {
  batchId: string;
  index: number;
}

/** An event in a URL: `<batch id>.<index>`. */
export function toEventKey({ batchId, index }: EventRef): string {
  return `${batchId}.${index}`;
}

/** The event named in a URL; null when it names none. */
export function readEventKey(key: string): EventRef | null {
  const [batchId, index] = key.split(".");
  return batchId && index && /^\d{1,9}$/.test(index) ? { batchId, index: Number(index) } : null;
}

/** Whether `a` comes above `b` in a list with the latest first. Batch ids begin with their time. */
export function isAbove(a: EventRef, b: EventRef): boolean {
  return a.batchId === b.batchId ? a.index > b.index : a.batchId > b.batchId;
}
