import { encryptSecret } from "@/lib/kernel/secrets/encrypt";
import { hashToken, newToken } from "@/lib/kernel/secrets/token";

/**
 * What to store for a bearer token that is given, removed (null) or generated here ("generate"); null when nothing
 * changes. `made` is a token generated here, to be shown once.
 */
export function bearerColumns(bearerToken: string | null | undefined, customerId: string) {
  if (bearerToken === undefined) return null;
  if (bearerToken === null) return { made: null, columns: { bearerTokenHash: null, bearerTokenEnc: null } };

  const made = bearerToken === "generate" ? newToken() : null;
  const token = made ?? bearerToken;
  return {
    made,
    columns: {
      bearerTokenHash: Uint8Array.from(hashToken(token)),
      bearerTokenEnc: encryptSecret(token, { customerId, field: "bearer_token" }),
    },
  };
}
