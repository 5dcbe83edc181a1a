import type { Ctx } from "@/lib/kernel/actor";
import { prisma } from "@/lib/kernel/database";
import { fingerprintOf } from "@/lib/kernel/secrets/fingerprint";
import { type AuditInput, recordAudit } from "./record-audit";

/**
 * Records who exports what, before the first row is read. Identities and user keys in the filters are not recorded in
 * clear: the log is kept forever, a person's data is not.
 */
export async function recordExport(
  ctx: Ctx,
  subject: Omit<AuditInput, "before" | "after"> & { customerId: string },
  filter: Readonly<Record<string, string | undefined>> = {},
): Promise<void> {
  const given = Object.entries(filter).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const after = Object.fromEntries(
    given.map(([name, value]) => [
      name,
      PERSONAL.has(name) ? fingerprintOf(subject.customerId, value) : value,
    ]),
  );
  await prisma.$transaction((tx) => recordAudit(tx, ctx, { ...subject, after }));
}

const PERSONAL = new Set(["identity", "userKey"]);
