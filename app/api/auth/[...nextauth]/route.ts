import NextAuth from "next-auth";
import { authOptions } from "../options";
import { portalUrl } from "../session";

export const dynamic = "force-dynamic";

/** next-auth's own routes: sign-in, sign-out, CSRF token and session. */
async function handle(req: Request, context: { params: Promise<{ nextauth: string[] }> }): Promise<Response> {
  // next-auth reads its own address only from here.
  process.env.NEXTAUTH_URL ??= portalUrl();
  return NextAuth(authOptions())(req, context);
}

export { handle as GET, handle as POST };
