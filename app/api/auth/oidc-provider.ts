import type { User } from "next-auth";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { env } from "@/lib/kernel/env";
import { log } from "@/lib/kernel/log";
import { withoutSlashesAtEnd } from "@/lib/kernel/slashes-at-end";
import { signInWithProvider } from "@/lib/team/users/sign-in-with-provider";

/** Its part of the redirect address: `<portal>/api/auth/callback/oidc`. */
const OIDC_PROVIDER_ID = "oidc";

/** The person who comes from the provider: a member of the team, or why they are not let in. */
export type ProviderUser = User & { sessionEpoch?: number; refusal?: string };

/**
 * The OIDC provider of the environment, or null. The authorization code flow with PKCE, state and nonce; openid-client
 * checks the ID token's signature, issuer, audience and nonce.
 */
export function oidcProvider(): OAuthConfig<Record<string, unknown>> | null {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME } = env();
  if (!OIDC_ISSUER) return null;

  return {
    id: OIDC_PROVIDER_ID,
    name: OIDC_NAME,
    type: "oauth",
    wellKnown: `${withoutSlashesAtEnd(OIDC_ISSUER)}/.well-known/openid-configuration`,
    clientId: OIDC_CLIENT_ID,
    clientSecret: OIDC_CLIENT_SECRET,
    authorization: { params: { scope: "openid email profile" } },
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    userinfo: {
      // Some providers keep the ID token short and return the address only here.
      async request({ tokens, client }) {
        // next-auth names its own type, but this is openid-client's.
        const set = tokens as Exclude<Parameters<typeof client.userinfo>[0], string>;
        const claims = set.claims();
        if (claims.email || !client.issuer.metadata.userinfo_endpoint) return claims;
        return { ...claims, ...(await client.userinfo(set)) };
      },
    },
    profile: letIn,
  };
}

/** A thrown error would lead to the sign-in page without a message. */
async function letIn(claims: Record<string, unknown>): Promise<ProviderUser> {
  try {
    const user = await signInWithProvider(claims);
    return "refusal" in user ? { id: "refused", refusal: user.refusal } : user;
  } catch (err) {
    log.error({ reason: err instanceof Error ? err.name : "unknown" }, "a sign-in could not be checked");
    return { id: "refused", refusal: "unavailable" };
  }
}
