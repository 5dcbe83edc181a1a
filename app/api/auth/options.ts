import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { env } from "@/lib/env";
import { TributaryError } from "@/lib/errors";
import { log } from "@/lib/log";
import { authenticate } from "@/lib/users/authenticate";
import { clientAddress } from "../client-address";
import { portalUrl } from "./session";

/** A working week's sign-in; disabling a user ends it at once, since every request reads the user. */
const SESSION_SECONDS = 7 * 24 * 3_600;

/** How people sign in: e-mail and password, and a session that is a signed and encrypted cookie. */
export function authOptions(): NextAuthOptions {
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

          const user = await authenticate(credentials, clientAddress(req.headers?.["x-forwarded-for"])).catch(
            sayWhy,
          );
          return user && { id: user.id, name: user.name, email: user.email };
        },
      }),
    ],
  };
}

/** next-auth shows an error's message to the person: only our own words may get there. */
function sayWhy(err: Error): never {
  if (err instanceof TributaryError) throw err;
  log.error({ reason: err.name }, "a sign-in could not be checked");
  throw new TributaryError("unavailable", "Tributary cannot check this right now. Try again in a moment.");
}
