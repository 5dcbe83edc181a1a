import { type AttemptLimits, createAttempts } from "@/lib/kernel/attempts";
import { TributaryError } from "@/lib/kernel/errors";
import { publicUrl } from "@/lib/kernel/own-addresses";

/** The address of a page that needs nothing but its token. */
export function secretLinkUrl(page: "connect" | "status", token: string): string {
  return publicUrl(`${page}/${token}`);
}

/** One answer for every link that does not work, so that nothing can be learned from a difference. */
export function linkOver(): TributaryError {
  return new TributaryError(
    "not_found",
    "This link no longer works. Ask the person who sent it for a new one.",
  );
}

/**
 * Limits look-ups of tokens by the address they come from.
 * @returns counts one look-up; throws TributaryError `limit_reached`, whatever the token, when none is left
 */
export function limitLookups(limits: Omit<AttemptLimits, "maxSubjects">): (address: string) => void {
  const perAddress = createAttempts({ ...limits, maxSubjects: 10_000 });
  return (address) => {
    if (perAddress.take(address)) return;
    throw new TributaryError(
      "limit_reached",
      "Too many attempts from your network. Wait a minute, then try again.",
    );
  };
}
