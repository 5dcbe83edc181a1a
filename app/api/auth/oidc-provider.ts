import type { User } from "next-auth";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { env } from "@/lib/kernel/env";
import { log } from "@/lib/kernel/log";
import { withoutSlashesAtEnd } from "@/lib/kernel/slashes-at-end";
import { connectProvider, takeConsent } from "@/lib/team/provider-identities/connect-provider";
import { isComplete, type ProviderPerson, readClaims } from "@/lib/team/provider-identities/read-claims";
import { signInWithProvider } from "@/lib/team/provider-identities/sign-in-with-provider";
import { readSession } from "@/lib/team/sessions/read-session";
import type { Visit } from "./visit";

/** Its part of the redirect address: `<portal>/api/auth/callback/oidc`. */
const OIDC_PROVIDER_ID = "oidc";

/**
 * The person who comes from the provider: a member of the team, with the session they came to connect if they have one,
 * or the page that says why they are not let in.
 */
export type ProviderUser = User & { sessionEpoch?: number; sessionToken?: string; refusedTo?: string };

/**
 * The OIDC provider of the environment, or null. The authorization code flow with PKCE, state and nonce; openid-client
 * checks the ID token's signature, issuer, audience and nonce, and that userinfo is about the same subject.
 */
export function oidcProvider(visit: Visit): OAuthConfig<Record<string, unknown>> | null {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME, OIDC_EMAILS_ARE_VERIFIED } = env();
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
      // Some providers keep the ID token short and return the address, or its proof, only here.
      async request({ tokens, client }) {
        // next-auth names its own type, but this is openid-client's.
        const set = tokens as Exclude<Parameters<typeof client.userinfo>[0], string>;
        const claims = set.claims();
        const isAsked = !isComplete(claims) && Boolean(client.issuer.metadata.userinfo_endpoint);
        const userInfo = isAsked ? await client.userinfo(set) : null;
        return { sub: claims.sub, person: readClaims(claims, userInfo, OIDC_EMAILS_ARE_VERIFIED) };
      },
    },
    profile: ({ person }) => letIn(person as ProviderPerson, visit),
  };
}

/** A thrown error would lead to the sign-in page without a message. */
async function letIn(person: ProviderPerson, visit: Visit): Promise<ProviderUser> {
  try {
    const connected = await connectOwn(person, visit);
    if (connected) return connected;
    const user = await signInWithProvider(person, visit.address);
    return "refusal" in user ? refused(`/sign-in?error=${user.refusal}`) : user;
  } catch (err) {
    log.error({ reason: err instanceof Error ? err.name : "unknown" }, "a sign-in could not be checked");
    return refused("/sign-in?error=unavailable");
  }
}

/** For a signed-in person who asked for it on their account's page; null for everybody else. */
async function connectOwn(person: ProviderPerson, { sessionToken }: Visit): Promise<ProviderUser | null> {
  const actor = sessionToken ? await readSession(sessionToken) : null;
  if (!actor?.sessionId || !(await takeConsent(actor.sessionId))) return null;

  const { user, problem } = await connectProvider(actor, person);
  return problem ? refused(`/account?problem=${problem}`) : { ...user, sessionToken };
}

/** next-auth needs an id. */
function refused(refusedTo: string): ProviderUser {
  return { id: "refused", refusedTo };
}
