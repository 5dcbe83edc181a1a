import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { type Page, pageOf, readCursor, toPage } from "@/lib/kernel/api/keyset";
import { prisma } from "@/lib/kernel/database";
import { visibleUserId } from "@/lib/team/users/visible-user-id";
import type { ApiKeyListInput } from "./api-key-input";
import { type ApiKeyView, apiKeyParts, apiKeyView, toApiKeyView } from "./api-key-view";

/** The schema of a page of API keys. */
export const apiKeyPage = pageOf(apiKeyView);

/**
 * API keys, newest first: an admin sees everybody's, others their own.
 * @throws TributaryError `forbidden`, `invalid` cursor
 */
export async function listApiKeys(ctx: Ctx, input: ApiKeyListInput): Promise<Page<ApiKeyView>> {
  requireRole(ctx, "viewer");
  const before = readCursor(input.cursor, z.uuid());
  const userId = await visibleUserId(ctx);
  const rows = await prisma.apiKey.findMany({
    where: {
      userId,
      ...(input.state && { revokedAt: input.state === "active" ? null : { not: null } }),
      ...(before && { id: { lt: before } }),
    },
    include: apiKeyParts,
    orderBy: { id: "desc" },
    take: input.limit + 1,
  });
  return toPage(rows, input.limit, (row) => row.id, toApiKeyView);
}
