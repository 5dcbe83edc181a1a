/** What Next gives a page of its URL's query. */
export type SearchParams = Record<string, string | string[] | undefined>;

/**
 * Filters that live in the URL, so that a view can be shared and comes back with the browser's history. The server reads
 * them for the first paint, the browser through `useUrlFilters`.
 * @param names of the parameters to read
 * @returns their values as they are, empty where not set, the first where one is given twice: what they may hold, the API says
 */
export function readFilters<Name extends string>(
  names: readonly Name[],
  params: SearchParams | URLSearchParams,
): Record<Name, string> {
  const read = (name: Name) =>
    params instanceof URLSearchParams ? params.get(name) : [params[name]].flat()[0];
  return Object.fromEntries(names.map((name) => [name, read(name) ?? ""])) as Record<Name, string>;
}

type Values = Readonly<Record<string, string | number | null | undefined>>;

/** The filters that are set. */
export function setFiltersOf<F extends Values>(filters: F): Partial<F> {
  return Object.fromEntries(
    Object.entries(filters).filter(([, value]) => value !== "" && value != null),
  ) as Partial<F>;
}

/** The filters that are set, as the query of a URL. */
export function toQuery(filters: Values): string {
  const set = Object.entries(setFiltersOf(filters));
  const query = new URLSearchParams(set.map(([name, value]) => [name, String(value)])).toString();
  return query ? `?${query}` : "";
}
