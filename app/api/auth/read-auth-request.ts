import { NextRequest } from "next/server";
import { isOwnOrigin } from "@/app/api/own-origin";
import { NO_ROOM } from "@/app/api/v1/read-request";
import { bodyBudget } from "@/lib/kernel/api/body-budget";
import { readBody } from "@/lib/kernel/api/read-body";
import type { ErrorCode } from "@/lib/kernel/errors";
import { portalUrl } from "@/lib/kernel/own-addresses";

/** An email address, a password and a few tokens. */
const MAX_BODY_BYTES = 16 * 1024;

/** The parts of next-auth in use. Not its log for browsers, into which anyone could write. */
const ROUTES: Record<string, RegExp> = {
  GET: /^(csrf|providers|error|signout|signin(\/(credentials|oidc))?|callback\/oidc)$/,
  POST: /^(signout|signin\/(credentials|oidc)|callback\/credentials)$/,
};

type Read = { req: NextRequest } | { refused: 400 | 403 | 404 | 413 | 503; code: ErrorCode; message: string };

/**
 * Reads a request for next-auth, which answers 500 to what it cannot read. Refuses routes that are not in use, a body
 * that is not a form of strings, and a return address that is not an address. A change must come from our own pages.
 */
export async function readAuthRequest(req: Request, path: string[]): Promise<Read> {
  if (!ROUTES[req.method]?.test(path.join("/")))
    return { refused: 404, code: "not_found", message: "There is nothing at this address." };
  if (req.method === "POST" && !isOwnOrigin(req))
    return { refused: 403, code: "forbidden", message: "This can only be done on Tributary’s own pages." };

  const held = bodyBudget.hold(null);
  const read = await readBody(req, MAX_BODY_BYTES, held).finally(() => held.release());
  if (!read.ok && read.status === 503) return { refused: 503, code: "unavailable", message: NO_ROOM };
  if (!read.ok) return { refused: read.status, code: "invalid", message: "The body cannot be read." };
  const form = readForm(read.body.toString("utf8"), req.headers.get("content-type") ?? "");
  const returns = [new URL(req.url).searchParams.get("callbackUrl"), form?.callbackUrl, callbackCookie(req)];
  if (!form || !returns.every(isReturnAddress))
    return { refused: 400, code: "invalid", message: "The request cannot be read." };

  const headers = new Headers(req.headers);
  for (const name of ["content-length", "content-encoding", "transfer-encoding"]) headers.delete(name);
  if (req.method !== "POST") return { req: new NextRequest(req.url, { headers }) };
  headers.set("content-type", "application/json");
  return { req: new NextRequest(req.url, { method: "POST", headers, body: JSON.stringify(form) }) };
}

/** The string fields of a form or a JSON object; null for anything else. */
function readForm(text: string, contentType: string): Record<string, string> | null {
  if (text.trim() === "") return {};
  if (contentType.includes("application/x-www-form-urlencoded"))
    return Object.fromEntries(new URLSearchParams(text));
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return null;
    return Object.fromEntries(Object.entries(parsed).filter(([, value]) => typeof value === "string"));
  } catch {
    return null;
  }
}

/** Where next-auth goes afterwards. It never goes to another site, but fails on what is not an address. */
function isReturnAddress(text: string | null | undefined): boolean {
  if (!text) return true;
  if (!URL.canParse(text, portalUrl())) return false;
  const isWhole = text.startsWith("/") || URL.canParse(text);
  return isWhole && /^https?:$/.test(new URL(text, portalUrl()).protocol);
}

function callbackCookie(req: Request): string | null {
  const value = /(?:^|;\s*)(?:__Host-)?next-auth\.callback-url=([^;]*)/.exec(
    req.headers.get("cookie") ?? "",
  )?.[1];
  try {
    return value ? decodeURIComponent(value) : null;
  } catch {
    return value ?? null;
  }
}
