/**
 * Most recurring segments of a destination.
 * Source: https://help.heap.io/integrations/marketing-automation/braze-integration
 */
export const MAX_RECURRING_SEGMENTS = 30;

/** How often a recurring segment is synced. Same source. */
export const RECURRING_HOURS = 4;
