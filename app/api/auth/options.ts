import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { env } from "@/lib/kernel/env";
import { TributaryError } from "@/lib/kernel/errors";
import { log } from "@/lib/kernel/log";
import { portalUrl } from "@/lib/kernel/own-addresses";
import { signOut } from "@/lib/team/sessions/sign-out";
import { startSession } from "@/lib/team/sessions/start-session";
import { authenticate, type SignedIn } from "@/lib/team/users/authenticate";
import { authCookies, SESSION_SECONDS, setDeviceCookie } from "./cookies";
import { oidcProvider, type ProviderUser } from "./oidc-provider";
import type { Visit } from "./visit";

/**
 * How people sign in: email and password or an OIDC provider. next-auth keeps the CSRF token and the OIDC flow; the
 * session is our own row. Of next-auth's token only our random one goes into the cookie, and only our row decides
 * whether it counts.
 * @param visit the browser that signs in; it gets a device cookie when it has
 */
export function authOptions(visit: Visit): NextAuthOptions {
  const oidc = oidcProvider(visit);
  return {
    secret: env().NEXTAUTH_SECRET,
    useSecureCookies: portalUrl().startsWith("https:"),
    cookies: authCookies(),
    session: { strategy: "jwt", maxAge: SESSION_SECONDS },
    jwt: {
      encode: async ({ token }) => String(token?.sessionToken),
      decode: async () => null,
    },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: [
      CredentialsProvider({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        async authorize(credentials) {
          if (!credentials?.email || !credentials.password) return null;
          return authenticate(credentials, visit).catch(sayWhy);
        },
      }),
      ...(oidc ? [oidc] : []),
    ],
    callbacks: {
      signIn: ({ user }) => (user as ProviderUser).refusedTo ?? true,
      // There is a user only at sign-in.
      jwt: async ({ token, user, account }) =>
        user ? { sessionToken: await sessionOf(user as ProviderUser, account?.provider, visit) } : token,
    },
    events: {
      // next-auth would swallow a failure and tell the person that they are signed out.
      signOut: () =>
        signOut(visit.sessionToken ?? "").catch((err) => {
          visit.signOutFailure = err;
        }),
    },
    logger: {
      error: (code, metadata) => log.error({ code, reason: reasonOf(metadata) }, "a sign-in failed"),
      warn: (code) => log.warn({ code }, "next-auth warns"),
      debug: () => {},
    },
  };
}

/** Whoever came back from the provider to be connected keeps the session they have. */
async function sessionOf(user: ProviderUser, provider: string | undefined, visit: Visit): Promise<string> {
  visit.setCookies.push(setDeviceCookie(user.email ?? ""));
  if (user.sessionToken) return user.sessionToken;
  return startSession(user as SignedIn, {
    by: provider === "credentials" ? "password" : "single sign-on",
    userAgent: visit.userAgent,
    replaced: visit.sessionToken,
  });
}

/** The library's own message about the provider's mistake; never its metadata, which contains tokens. */
function reasonOf(metadata: unknown): string | undefined {
  const err = metadata instanceof Error ? metadata : (metadata as { error?: unknown } | undefined)?.error;
  return err instanceof Error ? err.message : undefined;
}

/** next-auth shows an error's message to the person: only our own messages may get there. */
function sayWhy(err: Error): never {
  if (err instanceof TributaryError) throw err;
  log.error({ reason: err.name }, "a sign-in could not be checked");
  throw new TributaryError("unavailable", "Tributary cannot check this right now. Try again in a moment.");
}
