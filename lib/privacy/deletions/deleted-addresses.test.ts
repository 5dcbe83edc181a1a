import { expect, test } from "vitest";
import { prisma } from "@/lib/kernel/database";
import {
  createTestDestination,
  ctxOf,
  postPage,
  readMembers,
  type TestDestination,
} from "@/tools/testing/make-destination";
import { makeSource } from "@/tools/testing/make-source";
import { carryOut, deletionOf, requestOf, runDeletion } from "@/tools/testing/run-deletions";
import { eventOf } from "@/tools/testing/run-erasures";
import { setUpDeletions } from "@/tools/testing/source-for-deletions";
import { liftSuppression } from "./lift-suppression";

const here = setUpDeletions(9_980);

/** Deletes a user of Braze with this external id, as Braze asks for it. */
async function deleteUser({ customerId }: TestDestination, externalId: string): Promise<string> {
  here.source = await makeSource({ heapAppId: here.heapAppId, customerId });
  await carryOut(here.source, here.heapAppId);
  const brazeId = `braze-${here.heapAppId}`;
  await here.post(eventOf(externalId, brazeId), deletionOf(brazeId));
  const { id } = await requestOf(customerId);
  await runDeletion(id);
  return id;
}

const keysOf = async (segmentId: string) => (await readMembers(segmentId)).rows.map(({ key }) => key);

test.each([
  ["email", "Anna@Example.com", ["ANNA@example.com", "anna@example.com"], "ben@example.com"],
  ["phone", "+1 (415) 555-0123", ["+1-415-555-0123", "+14155550123"], "+49301234567"],
] as const)(
  "whoever was deleted is not taken again under another spelling of their %s, and is once that is lifted",
  async (identifierKind, externalId, spellings, other) => {
    const destination = await createTestDestination({ kind: "attribute", identifierKind });
    const deletionRequestId = await deleteUser(destination, externalId);

    const segmentId = await postPage(destination, { add: [...spellings, other] });
    expect(await keysOf(segmentId)).toEqual([other]);
    expect(await prisma.page.findFirst({ where: { segmentId } })).toMatchObject({
      reason: "1 user left out: erased on request.",
    });

    const { customerId } = destination;
    await liftSuppression(ctxOf("admin"), { customerId, deletionRequestId });
    expect(await prisma.suppression.count({ where: { customerId } })).toBe(0);
    await postPage(destination, { add: spellings }, Date.now() + 10);
    expect(await keysOf(segmentId)).toHaveLength(2);
  },
);

test("where ids are no addresses, another spelling is another user, who is taken", async () => {
  const destination = await createTestDestination({ kind: "attribute" });
  await deleteUser(destination, "Anna@Example.com");

  const segmentId = await postPage(destination, { add: ["Anna@Example.com", "anna@example.com"] });
  expect(await keysOf(segmentId)).toEqual(["anna@example.com"]);
});
