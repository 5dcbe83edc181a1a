/** The filters of the segments screen, as they stand in the URL and in the API's query. */
export const SEGMENT_FILTERS = ["q", "mode", "members", "destinationId", "sort"] as const;

/** Segments that are read, and first painted, at a time. */
export const SEGMENTS_PER_PAGE = 50;

/** The filters of a segment's members. */
export const MEMBER_FILTERS = ["standing", "userKey"] as const;

type SearchParams = Record<string, string | string[] | undefined>;

/** For server pages: the named filters of a URL, empty where not set, in the shape the client's query keys have. */
export function readFilters<Name extends string>(
  names: readonly Name[],
  searchParams: SearchParams,
): Record<Name, string> {
  const read = (name: Name): string => {
    const value = searchParams[name];
    return (Array.isArray(value) ? value[0] : value) ?? "";
  };
  return Object.fromEntries(names.map((name) => [name, read(name)])) as Record<Name, string>;
}

/** The filters that are set. */
export function setFiltersOf(filters: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== ""));
}
