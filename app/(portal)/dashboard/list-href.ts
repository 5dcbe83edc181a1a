import { toQuery } from "@/components/data/url-filters";

/** The list of customers, filtered and sorted; one's own if the dashboard is about those. */
export function listHref(isMine: boolean, filters: Readonly<Record<string, string>>): string {
  return `/customers${toQuery({ ...filters, ownerId: isMine ? "me" : "" })}`;
}
