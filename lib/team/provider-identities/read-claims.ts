import { z } from "zod";
import { emailInput } from "@/lib/team/users/user-input";

type Claims = Record<string, unknown>;

/** Who a provider says somebody is. */
export interface ProviderPerson {
  issuer: string;
  subject: string;
  /** Null when the provider names none. */
  email: string | null;
  /** Whether the provider has proven that the address is theirs. */
  isEmailProven: boolean;
  name: string | null;
}

/**
 * Reads what the provider says. Address and proof count only from the same answer: userinfo is used when the ID token
 * lacks one of them, and then for both.
 * @param idToken the claims of the ID token, checked by the caller
 * @param userInfo the answer of the userinfo endpoint for the same subject, if it was asked
 * @param trustsEveryEmail whether a provider that says nothing about an address has proven it
 */
export function readClaims(
  idToken: Claims,
  userInfo: Claims | null,
  trustsEveryEmail: boolean,
): ProviderPerson {
  const source = isComplete(idToken) || !userInfo?.email ? idToken : userInfo;
  const email = emailInput.safeParse(source.email);
  const name = nameClaim.safeParse(idToken.name ?? userInfo?.name);
  return {
    issuer: z.string().min(1).parse(idToken.iss),
    subject: z.string().min(1).parse(idToken.sub),
    email: email.success ? email.data : null,
    isEmailProven: isProven(source.email_verified, trustsEveryEmail),
    name: name.success ? name.data : null,
  };
}

const nameClaim = z.string().trim().min(1).max(200);

/** Whether the ID token says all that is needed, so that userinfo need not be asked. */
export function isComplete(idToken: Claims): boolean {
  return Boolean(idToken.email) && idToken.email_verified !== undefined;
}

/**
 * The claim is a boolean (OpenID Connect Core 1.0, section 5.1). Apple documents that it also sends the string "true"
 * (Sign in with Apple, "Authenticating users with Sign in with Apple"). Nothing else is a proof.
 */
function isProven(verified: unknown, trustsEveryEmail: boolean): boolean {
  if (verified === undefined) return trustsEveryEmail;
  return verified === true || verified === "true";
}
