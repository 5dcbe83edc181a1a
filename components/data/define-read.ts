import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { keyOf } from "./address";
import { readApi } from "./call-route";
import type { AnswerOf, ListPath, ParamsOf, QueryOf, ReadPath } from "./route-types";
import { setFiltersOf } from "./url-filters";

type Filters<Name extends string> = Readonly<Record<Name, string>>;

/**
 * What is asked of an address.
 * - `limit`: how many items are read at a time; has to be said of every list
 * - `filters`: what picks among them, by the names of the screen's URL
 * - `toQuery`: what the API is asked for these filters, where it is not the filters themselves
 */
type Asked<P extends ReadPath, Name extends string> = {
  filters?: readonly Name[];
} & ("limit" extends keyof QueryOf<P> ? { limit: number } : { limit?: never }) &
  ([Name] extends [keyof QueryOf<P>]
    ? { toQuery?: (filters: Filters<Name>) => QueryOf<P> }
    : { toQuery: (filters: Filters<Name>) => QueryOf<P> });

type AskedArgs<P extends ReadPath, Name extends string> =
  Record<never, never> extends Asked<P, Name> ? [asked?: Asked<P, Name>] : [asked: Asked<P, Name>];

/** The filters, which are left out where there are none. */
type FilterArgs<Name extends string> = [Name] extends [never] ? [] : [filters: Filters<Name>];

/** What the server has read for one of the browser's queries. */
export interface Painted {
  queryKey: readonly unknown[];
  data: unknown;
}

/**
 * Defines something that a screen shows: an address and what is asked of it. The page that the server paints and the
 * browser's query are both made of it, so that key, limit, filters and type of the answer are the same in both.
 * @returns for the ids in the address and the filters: `options` for `useQuery`; `query`, what the API is asked; `paint`,
 *   which makes the server's answer the first one the browser has
 */
export function defineRead<P extends ReadPath, Name extends string = never>(
  path: P,
  ...args: AskedArgs<P, Name>
) {
  const asked: AnyAsked = args[0] ?? {};
  const read = (params: ParamsOf<P>, ...[filters]: FilterArgs<Name>) => {
    const query = () => queryOf<P>(asked, filters);
    const queryKey = [...keyOf(path, params), ...keptOf(asked, filters)];
    return {
      query,
      options: queryOptions({
        queryKey,
        queryFn: ({ signal }): Promise<AnswerOf<"GET", P>> =>
          readApi(path, { params, query: query(), signal }),
      }),
      paint: (answer: AnswerOf<"GET", P>): Painted => ({ queryKey, data: answer }),
    };
  };
  return Object.assign(read, { limit: asked.limit as "limit" extends keyof QueryOf<P> ? number : undefined });
}

/** `defineRead` of a list that is read page by page: its `options` are for `useInfiniteQuery`. */
export function defineList<P extends ListPath, Name extends string = never>(path: P, asked: Asked<P, Name>) {
  type Page = AnswerOf<"GET", P>;
  const read = (params: ParamsOf<P>, ...[filters]: FilterArgs<Name>) => {
    const query = () => queryOf<P>(asked, filters);
    const queryKey = [...keyOf(path, params), "pages", ...keptOf(asked, filters)];
    return {
      query,
      options: infiniteQueryOptions({
        queryKey,
        queryFn: ({ pageParam, signal }): Promise<Page> =>
          readApi(path, { params, query: { ...query(), cursor: pageParam } as QueryOf<P>, signal }),
        initialPageParam: "",
        getNextPageParam: (page: Page) => (page as { nextCursor: string | null }).nextCursor,
      }),
      paint: (page: Page): Painted => ({ queryKey, data: { pages: [page], pageParams: [""] } }),
    };
  };
  return Object.assign(read, { limit: asked.limit as number });
}

/** `Asked` without its types. */
interface AnyAsked {
  limit?: number;
  // biome-ignore lint/suspicious/noExplicitAny: it is called with the filters of the same definition
  toQuery?: (filters: any) => object;
}

function queryOf<P extends ReadPath>({ toQuery, limit }: AnyAsked, filters: object = {}): QueryOf<P> {
  return setFiltersOf({ ...(toQuery ? toQuery(filters) : filters), limit }) as QueryOf<P>;
}

/** The end of a key: the filters that are set, and the limit. */
function keptOf({ limit }: AnyAsked, filters: object = {}): unknown[] {
  const kept = setFiltersOf({ ...filters, limit });
  return Object.keys(kept).length > 0 ? [kept] : [];
}
