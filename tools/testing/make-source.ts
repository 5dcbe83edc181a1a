import { type AcceptedBatch, acceptBatch } from "@/lib/forwarding/batches/accept-batch";
import { prisma } from "@/lib/kernel/database";
import { encryptSecret } from "@/lib/kernel/secrets/encrypt";
import { hashToken, newToken, tokenHint } from "@/lib/kernel/secrets/token";

export interface TestSource {
  id: string;
  customerId: string;
  token: string;
}

/** A customer with one source that forwards to the sandbox's Heap, and its endpoint. */
export async function makeSource({
  heapAppId,
  heapRegion = "sandbox",
  bearerToken,
  customerId: ofCustomerId,
}: {
  heapAppId: string;
  heapRegion?: "sandbox" | "sandbox_eu";
  bearerToken?: string;
  /** Adds a source to an existing customer. */
  customerId?: string;
}): Promise<TestSource> {
  const token = newToken();
  const customerId =
    ofCustomerId ?? (await prisma.customer.create({ data: { name: "Test customer", state: "live" } })).id;

  const source = await prisma.source.create({
    data: {
      customerId,
      name: "Production",
      heapAppId,
      heapRegion,
      heapApp: `${heapRegion}:${heapAppId}`,
      identityField: "external_user_id",
      bearerTokenHash: bearerToken ? new Uint8Array(hashToken(bearerToken)) : null,
      bearerTokenEnc: bearerToken ? encryptSecret(bearerToken, { customerId, field: "bearer_token" }) : null,
      endpoints: {
        create: {
          customerId,
          tokenHash: new Uint8Array(hashToken(token)),
          tokenEnc: encryptSecret(token, { customerId, field: "endpoint_token" }),
          hint: tokenHint(token),
        },
      },
    },
  });
  return { id: source.id, customerId, token };
}

/** Posts events to the source's endpoint as Braze would. */
export async function sendBatch(
  source: TestSource,
  events: unknown[],
  bearerToken: string | null = null,
): Promise<AcceptedBatch> {
  return acceptBatch({ token: source.token, bearerToken, body: Buffer.from(JSON.stringify({ events })) });
}
