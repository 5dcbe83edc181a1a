/** A destination has at most so many recurring segments. Source: docs on Heap's Braze integration, design/heap.md 2.1. */
export const MAX_RECURRING_SEGMENTS = 30;

/** A recurring segment is synced this often. Source: as above. */
export const RECURRING_HOURS = 4;
