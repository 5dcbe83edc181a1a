import { afterEach, expect, expectTypeOf, test, vi } from "vitest";
import type { SegmentPage } from "@/lib/cohorts/segments/segment-view";
import type { CustomerView } from "@/lib/setup/customers/customer-view";
import { keyOf } from "./address";
import { changeApi, readApi } from "./call-route";
import { defineList, defineRead } from "./define-read";

const ids = { customerId: "c1" };
const segmentList = defineList("/api/v1/customers/[customerId]/segments", {
  limit: 20,
  filters: ["q", "mode"],
});

afterEach(() => vi.unstubAllGlobals());

/** Lets the API answer a page that is taken over with an empty list. @returns the URLs it is asked */
function stubApi(): URL[] {
  const asked: URL[] = [];
  vi.stubGlobal("document", { readyState: "complete", querySelector: () => null });
  vi.stubGlobal("fetch", async (url: string) => {
    asked.push(new URL(url, "http://localhost"));
    return Response.json({ items: [], nextCursor: null });
  });
  return asked;
}

test("key, request and what the server reads have the same limit and filters", async () => {
  const asked = stubApi();
  const read = segmentList(ids, { q: "vip", mode: "" });
  const { queryKey, queryFn } = read.options;

  expect(read.query()).toEqual({ q: "vip", limit: 20 });
  expect(queryKey.at(-1)).toEqual({ q: "vip", limit: 20 });
  expect(read.paint({ items: [], nextCursor: null, destinations: [] }).queryKey).toEqual(queryKey);

  // biome-ignore lint/suspicious/noExplicitAny: the rest of the context is TanStack's own
  await (queryFn as any)({ pageParam: "", signal: undefined });
  // biome-ignore lint/suspicious/noExplicitAny: as above
  await (queryFn as any)({ pageParam: "next", signal: undefined });
  expect(asked.map(({ pathname }) => pathname)).toEqual(Array(2).fill("/api/v1/customers/c1/segments"));
  expect(asked.map(({ search }) => search)).toEqual(["?q=vip&limit=20", "?q=vip&limit=20&cursor=next"]);
});

test("another limit is another key, and a list read page by page is never one that is read at once", () => {
  const sources = "/api/v1/customers/[customerId]/sources";
  const keys = [
    defineList(sources, { limit: 20 })(ids),
    defineList(sources, { limit: 50 })(ids),
    defineRead(sources, { limit: 20 })(ids),
  ].map(({ options }) => JSON.stringify(options.queryKey));
  expect(new Set(keys).size).toBe(3);
});

test("the key of an address begins the keys of all that is below it", () => {
  const customer = keyOf("/api/v1/customers/[customerId]", ids);
  expect(segmentList(ids, { q: "", mode: "off" }).options.queryKey.slice(0, customer.length)).toEqual(
    customer,
  );
});

test("filters the API has other words for are asked in those, and kept by their own", () => {
  const mine = defineList("/api/v1/alerts", {
    limit: 50,
    filters: ["owner"],
    toQuery: ({ owner }) => ({ ownerId: owner === "me" ? "me" : null }),
  })({}, { owner: "me" });
  expect(mine.query()).toEqual({ ownerId: "me", limit: 50 });
  expect(mine.options.queryKey.at(-1)).toEqual({ owner: "me", limit: 50 });
});

test("types are those of the routes", () => {
  const read = segmentList(ids, { q: "", mode: "" });
  expectTypeOf(read.paint).parameter(0).toEqualTypeOf<SegmentPage>();
  expectTypeOf(readApi<"/api/v1/customers/[customerId]">).returns.resolves.toEqualTypeOf<CustomerView>();
  expectTypeOf(changeApi<"POST", "/api/v1/customers">).returns.resolves.toEqualTypeOf<CustomerView>();
});

test("what a route does not know, does not compile", () => {
  const refused = () => {
    // @ts-expect-error there is no such address
    defineRead("/api/v1/nothing");
    // @ts-expect-error a list has to say its limit
    defineList("/api/v1/customers/[customerId]/segments", { filters: ["q"] });
    // @ts-expect-error a list has to say its limit, read at once too
    defineRead("/api/v1/customers/[customerId]/segments");
    // @ts-expect-error the API has no such filter
    defineList("/api/v1/customers/[customerId]/segments", { limit: 20, filters: ["name"] });
    // @ts-expect-error a file is no JSON
    defineRead("/api/v1/customers/[customerId]/events.csv");
    // @ts-expect-error the filters are part of the key
    segmentList(ids);
    // @ts-expect-error the address has another id
    segmentList({ segmentId: "s1" }, { q: "", mode: "" });
    // @ts-expect-error another answer than the route's
    segmentList(ids, { q: "", mode: "" }).paint({ items: [], nextCursor: null });
    // @ts-expect-error the address takes no such method
    changeApi("DELETE", "/api/v1/customers/[customerId]", { params: ids });

    const path = "/api/v1/customers/[customerId]/archive";
    // @ts-expect-error a body that lacks a field
    changeApi("POST", path, { params: ids, body: {} });
    // @ts-expect-error a body with a field too many
    changeApi("POST", path, { params: ids, body: { version: 1, name: "" } });
  };
  expectTypeOf(refused).toBeFunction();
});
