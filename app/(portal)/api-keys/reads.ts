import { defineList } from "@/components/data/define-read";

/** Which keys the URL asks for. */
export const KEY_FILTERS = ["state"] as const;

/** One's own keys; an admin's are everybody's. */
export const apiKeyList = defineList("/api/v1/api-keys", {
  limit: 50,
  filters: KEY_FILTERS,
  toQuery: ({ state }) => ({ state: shownState(state) }),
});

/** Those in use, unless the URL says otherwise. */
export function shownState(state: string): "active" | "revoked" {
  return state === "revoked" ? "revoked" : "active";
}
