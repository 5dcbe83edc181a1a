/**
 * The most recurring segments a destination may have.
 * Source: https://help.heap.io/integrations/marketing-automation/braze-integration
 */
export const MAX_RECURRING_SEGMENTS = 30;

/** A recurring segment is synced this often. Same source. */
export const RECURRING_HOURS = 4;
