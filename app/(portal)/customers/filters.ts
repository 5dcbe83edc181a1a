/** What the URL says about the list: the API's own names. */
export const FILTER_NAMES = ["q", "ownerId", "state", "health", "sort", "dir"] as const;

export type CustomerFilters = Record<(typeof FILTER_NAMES)[number], string>;

export const PAGE_SIZE = 50;
