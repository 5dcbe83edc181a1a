import type { AuditFilters } from "@/components/audit/filters";
import { auditQuery } from "@/components/audit/query";

export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/**
 * The filters of a page's URL, as the browser will ask the API for them.
 * @returns `isTimeless`: no day is chosen, so that the server, which does not know the viewer's zone, can read them too
 */
export function readFilters(
  params: Awaited<SearchParams>,
  { isWholeLog }: { isWholeLog: boolean },
): { asked: Record<string, string>; isTimeless: boolean } {
  const read = (name: keyof AuditFilters) => [params[name] ?? ""].flat()[0] ?? "";
  const from = read("from");
  const to = read("to");
  return {
    asked: auditQuery(
      { actor: read("actor"), action: read("action"), customer: read("customer"), from, to },
      { isWholeLog },
    ),
    isTimeless: from === "" && to === "",
  };
}
