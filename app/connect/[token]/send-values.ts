import { callJson } from "@/components/data/call-api";
import type { EnteredSecrets, EnteredView } from "@/lib/setup/connect-links/enter-secrets";

/**
 * Sends what the customer entered. Empty fields are left out: what is there stays.
 * @throws ApiError with the server's own words and fields; `no_answer` when none came
 */
export async function sendValues(
  token: string,
  values: Record<keyof EnteredSecrets, string>,
): Promise<EnteredView> {
  const entered = Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ""));
  return callJson<EnteredView>(`/api/connect/${token}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(entered),
  });
}
