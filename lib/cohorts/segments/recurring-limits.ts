/** Most recurring segments of a destination. Source: Heap's documentation of its Braze integration. */
export const MAX_RECURRING_SEGMENTS = 30;

/** How often a recurring segment is synced. Source: as above. */
export const RECURRING_HOURS = 4;
