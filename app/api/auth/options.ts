import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { env } from "@/lib/kernel/env";
import { TributaryError } from "@/lib/kernel/errors";
import { log } from "@/lib/kernel/log";
import { portalUrl } from "@/lib/kernel/own-addresses";
import { authenticate } from "@/lib/team/users/authenticate";
import { clientAddress } from "./client-address";
import { oidcProvider, type ProviderUser } from "./oidc-provider";

/** A sign-in lasts a working week; disabling a user ends it at once, since every request reads the user. */
const SESSION_SECONDS = 7 * 24 * 3_600;

/** How people sign in: e-mail and password or an OIDC provider, and a session that is a signed and encrypted cookie. */
export function authOptions(): NextAuthOptions {
  const oidc = oidcProvider();
  return {
    secret: env().NEXTAUTH_SECRET,
    useSecureCookies: portalUrl().startsWith("https:"),
    session: { strategy: "jwt", maxAge: SESSION_SECONDS },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: [
      CredentialsProvider({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        async authorize(credentials, req) {
          if (!credentials?.email || !credentials.password) return null;
          const address = clientAddress(new Headers(req.headers));
          return authenticate(credentials, address).catch(sayWhy);
        },
      }),
      ...(oidc ? [oidc] : []),
    ],
    callbacks: {
      signIn: ({ user }) => refusalOf(user) ?? true,
      // There is a user only at sign-in; afterwards the token stays the same, whoever refreshes the cookie.
      jwt: ({ token, user }) =>
        user ? { sub: user.id, sessionEpoch: (user as ProviderUser).sessionEpoch } : token,
    },
    logger: {
      error: (code, metadata) => log.error({ code, reason: reasonOf(metadata) }, "a sign-in failed"),
      warn: (code) => log.warn({ code }, "next-auth warns"),
      debug: () => {},
    },
  };
}

/** The sign-in page with the reason why the provider's person is not let in. */
function refusalOf(user: ProviderUser): string | null {
  return user.refusal ? `/sign-in?error=${user.refusal}` : null;
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
