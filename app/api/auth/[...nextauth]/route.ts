import NextAuth from "next-auth";
import { authOptions } from "@/app/api/auth/options";
import { readAuthRequest } from "@/app/api/auth/read-auth-request";
import { readVisit } from "@/app/api/auth/visit";
import { answerError, errorAnswer } from "@/app/api/v1/answer-error";
import { portalUrl } from "@/lib/kernel/own-addresses";

export const dynamic = "force-dynamic";

/** next-auth's own routes: sign-in, sign-out, and CSRF token. Requests it would fail on never reach it. */
async function handle(req: Request, context: { params: Promise<{ nextauth: string[] }> }): Promise<Response> {
  // next-auth reads its own address only from here.
  process.env.NEXTAUTH_URL ??= portalUrl();
  try {
    const read = await readAuthRequest(req, (await context.params).nextauth);
    if ("refused" in read) return errorAnswer(read.refused, { code: read.code, message: read.message });

    const visit = readVisit(req.headers);
    const answer: Response = await NextAuth(authOptions(visit))(read.req, context);
    if (visit.signOutFailure) throw visit.signOutFailure;
    const headers = new Headers(answer.headers);
    headers.set("cache-control", "no-store");
    for (const line of visit.setCookies) headers.append("set-cookie", line);
    return new Response(answer.body, { status: answer.status, headers });
  } catch (err) {
    return answerError(err, req, { path: "/api/auth" });
  }
}

export { handle as GET, handle as POST };
