import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { hashPassword } from "./password";
import { type UserInput, userInput } from "./user-input";
import { toUserView, type UserView } from "./user-view";

/**
 * Adds a member of the team who signs in with email and password.
 * @throws TributaryError `forbidden`, `invalid`, `conflict` when the email address is taken
 */
export async function createUser(ctx: Ctx, input: UserInput): Promise<UserView> {
  requireRole(ctx, "admin");
  const { email, name, role, password } = parseInput(userInput, input);
  const passwordHash = await hashPassword(password, { email, name });

  return prisma.$transaction(async (tx) => {
    const created = await tx.user.createManyAndReturn({
      data: [{ email, name, role, passwordHash }],
      skipDuplicates: true,
    });
    const [user] = created;
    if (!user) throw new TributaryError("conflict", `There is already a user with the address ${email}.`);

    await recordAudit(tx, ctx, {
      action: "user.created",
      customerId: null,
      subjectKind: "user",
      subjectId: user.id,
      after: { email, name, role, password: "set" },
    });
    return toUserView({ ...user, links: [], identities: [] });
  });
}
