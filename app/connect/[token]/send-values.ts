import { ApiError } from "@/components/call-api";
import type { EnteredSecrets, EnteredView } from "@/lib/connect-links/enter-secrets";

/**
 * Sends what the customer entered. Empty fields are left out: what is there stays.
 * @throws ApiError with the server's own words and fields; `no_answer` when none came
 */
export async function sendValues(
  token: string,
  values: Record<keyof EnteredSecrets, string>,
): Promise<EnteredView> {
  const entered = Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ""));
  let res: Response;
  try {
    res = await fetch(`/api/connect/${token}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(entered),
    });
  } catch {
    throw new ApiError(503, "no_answer", "Tributary does not answer. Check your connection, then try again.");
  }

  const answer = await res.json().catch(() => null);
  if (res.ok && answer) return answer;
  const {
    code = "unexpected",
    message = "Something went wrong on our side. Try again.",
    details,
  } = answer?.error ?? {};
  throw new ApiError(res.status, code, message, details?.fields, details);
}
