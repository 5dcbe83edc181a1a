import { randomUUID } from "node:crypto";
import { EVALUATED_KINDS, NOTED_KINDS } from "@/lib/kernel/alerts/kinds";
import { pool, prisma } from "@/lib/kernel/database";
import { addWebhookSecret, createTestDestination, postPage } from "./make-destination";
import { makeSource, sendBatch } from "./make-source";
import { makeMember } from "./make-team";

/** Every kind of alert there is. */
export const ALERT_KINDS = [...NOTED_KINDS, ...EVALUATED_KINDS];

let made = 0;

/**
 * For tests of what a status link shows: a customer with a destination, a segment whose name and members are addresses,
 * a source with events, and all alerts. `mark` is in each of its names and secrets.
 */
export async function makeWatched(mark: string) {
  const destination = await createTestDestination();
  const { customerId, destinationId } = destination;
  await addWebhookSecret(destination, `webhook-of-${mark}`);
  const { userId } = await makeMember("csm");
  const owner = await prisma.user.update({
    where: { id: userId },
    data: { name: `Owner ${mark}`, email: `owner-${mark}@team.example` },
  });
  await prisma.customer.update({
    where: { id: customerId },
    data: { name: `Name-${mark}`, ownerId: owner.id },
  });
  await pool.query("UPDATE destination SET name = $2 WHERE id = $1", [destinationId, `Cohorts-${mark}`]);
  const address = `anna-${mark}@people.example`;
  const segmentId = await postPage(destination, {
    segment: mark,
    name: `Friends of ${address}`,
    add: [address, `ben-${mark}@people.example`],
  });
  await pool.query("UPDATE member SET refused = $2 WHERE segment_id = $1 AND user_key = $3", [
    segmentId,
    `Unknown user ${address}`,
    address,
  ]);

  const source = await makeSource({ heapAppId: String(900_000 + ++made) });
  await pool.query("UPDATE source SET customer_id = $2, name = $3 WHERE id = $1", [
    source.id,
    customerId,
    `Currents-${mark}`,
  ]);
  await pool.query("UPDATE endpoint SET customer_id = $2 WHERE source_id = $1", [source.id, customerId]);
  await sendBatch(source, [{ id: randomUUID(), user: { external_user_id: address } }]);
  await pool.query("UPDATE batch SET customer_id = $2 WHERE source_id = $1", [source.id, customerId]);

  const error = `Braze does not accept the partner key: "${address}" Whoever runs Tributary must check BRAZE_PARTNER_KEY_US.`;
  await prisma.sync.create({
    data: {
      ...{ customerId, destinationId, segmentId },
      trigger: "manual",
      state: "failed",
      requestedBy: owner.name,
      error,
    },
  });
  for (const kind of [...ALERT_KINDS, "a_kind_of_tomorrow"]) {
    await prisma.alert.create({
      data: {
        ...{ customerId, destinationId, segmentId, kind },
        subject: randomUUID(),
        message: error,
        nextAction: "Whoever runs Tributary must check BRAZE_PARTNER_KEY_US or _EU.",
      },
    });
  }
  const secrets = [
    destination.token,
    destination.secret,
    destination.workspaceKey,
    `webhook-of-${mark}`,
    source.token,
  ];
  return { destination, customerId, segmentId, source, owner, address, secrets, mark };
}
