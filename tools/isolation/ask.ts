import { gunzipSync } from "node:zlib";
import type { PlacedOperation } from "@/app/api/v1/operations";
import { prisma } from "@/lib/kernel/database";
import { createApiKey } from "@/lib/team/api-keys/create-api-key";
import type { Role } from "@/prisma/generated/enums";
import { makeMember, makeSession, systemCtx } from "@/tools/testing/make-team";

/** A member of the team, with both ways to call the API. */
export interface Caller {
  userId: string;
  /** A key and a session of this member that are not used for the calls. */
  spareKeyId: string;
  spareSessionId: string;
  key: Record<string, string>;
  /** As a browser sends it from our own pages. */
  cookie: Record<string, string>;
}

export async function makeCaller(role: Role): Promise<Caller> {
  const { userId } = await makeMember(role);
  const { key } = await createApiKey(systemCtx, { userId, name: "in use", role });
  const spare = await createApiKey(systemCtx, { userId, name: "spare", role });
  const cookie = await makeSession(userId);
  await makeSession(userId);
  const others = await prisma.session.findMany({ where: { userId }, orderBy: { id: "desc" }, take: 1 });
  return {
    userId,
    spareKeyId: spare.id,
    spareSessionId: others[0]?.id ?? "",
    key: { authorization: `Bearer ${key}` },
    cookie: { cookie, origin: "http://127.0.0.1:3000" },
  };
}

/** A key that has been revoked. */
export async function makeRevokedKey(): Promise<Record<string, string>> {
  const { userId, key } = await makeCaller("admin");
  await prisma.apiKey.updateMany({ where: { userId }, data: { revokedAt: new Date() } });
  return key;
}

/** A compressed file is unpacked so that its text can be searched. */
async function readText(res: Response): Promise<string> {
  const body = Buffer.from(await res.arrayBuffer());
  const isPacked = res.headers.get("content-type") === "application/gzip";
  return (isPacked ? gunzipSync(body) : body).toString("utf8");
}

/** Sends a real request to the handler of an operation, as Next would. */
export async function ask(
  { method, path, handler }: PlacedOperation,
  request: {
    headers?: Record<string, string>;
    params: Record<string, string>;
    query?: Record<string, string>;
    body?: unknown;
  },
): Promise<{ status: number; text: string }> {
  const { headers = {}, params, query = {}, body } = request;
  const address = path.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? "");
  const req = new Request(`http://127.0.0.1:3000/api/v1${address}?${new URLSearchParams(query)}`, {
    method,
    headers: { host: "127.0.0.1:3000", ...headers },
    body: method === "GET" || body === undefined ? undefined : JSON.stringify(body),
  });
  const res = await handler(req, { params: Promise.resolve(params) });
  return { status: res.status, text: await readText(res) };
}
