import { type NextRequest, NextResponse } from "next/server";
import { PATH_HEADER } from "@/app/api/auth/path-header";

/** Tells the server's pages which address was asked for, so that signing in can lead back to it. */
export function proxy(req: NextRequest): NextResponse {
  const headers = new Headers(req.headers);
  headers.set(PATH_HEADER, req.nextUrl.pathname + req.nextUrl.search);
  return NextResponse.next({ request: { headers } });
}

/** Pages only: the API, what Braze and Heap call, and files need no sign-in page. */
export const config = { matcher: ["/((?!api/|_next/|set-password/|connect/|status/|.*\\.).*)"] };
