import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { PATH_HEADER } from "@/app/api/auth/path-header";
import { NONCE_HEADER, pagePolicy } from "@/app/page-policy";
import { portalUrl } from "@/lib/kernel/own-addresses";

const NONCE_BYTES = 16;

/**
 * Gives every page its content policy, with a nonce that Next reads from the request's copy and puts on its own
 * scripts. Also tells the server's pages which address was requested, so that signing in can lead back to it.
 */
export function proxy(req: NextRequest): NextResponse {
  const nonce = randomBytes(NONCE_BYTES).toString("base64");
  const policy = pagePolicy({
    nonce,
    isHttps: portalUrl().startsWith("https:"),
    isDevelopment: process.env.NODE_ENV === "development",
  });
  const headers = new Headers(req.headers);
  headers.set(PATH_HEADER, req.nextUrl.pathname + req.nextUrl.search);
  headers.set(NONCE_HEADER, nonce);
  headers.set("content-security-policy", policy["content-security-policy"]);

  const answer = NextResponse.next({ request: { headers } });
  for (const [name, value] of Object.entries(policy)) answer.headers.set(name, value);
  return answer;
}

/** Pages only: not the API, not the addresses Braze and Heap call, not files. */
export const config = { matcher: ["/((?!api/|_next/).*)"] };
