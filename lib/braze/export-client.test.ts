import { afterEach, describe, expect, it } from "vitest";
import { exportIds } from "@/lib/braze/export-client";
import { startAnsweringServer } from "@/lib/testing/answering-server";

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

async function brazeAnswering(status: number, body: string) {
  const server = await startAnsweringServer((res) => res.writeHead(status).end(body));
  stops.push(server.stop);
  return server;
}

function ask(baseUrl: string, externalIds: string[]) {
  return exportIds({ baseUrl, restApiKey: "rest-key-51c0", externalIds });
}

describe("asking Braze which ids it knows", () => {
  it("tells the known from the unknown", async () => {
    const answer = { message: "success", users: [{ external_id: "ada" }], invalid_user_ids: ["bob"] };
    const { url, received } = await brazeAnswering(201, JSON.stringify(answer));

    expect(await ask(url, ["ada", "bob", "ada"])).toEqual({ known: ["ada"], unknown: ["bob"] });
    expect(received[0]).toMatchObject({ method: "POST", path: "/users/export/ids" });
    expect(received[0]?.headers.authorization).toBe("Bearer rest-key-51c0");
    expect(JSON.parse(received[0]?.body ?? "")).toEqual({
      external_ids: ["ada", "bob"],
      fields_to_export: ["external_id"],
    });
  });

  it("asks for at most 50", async () => {
    const { url, received } = await brazeAnswering(201, "{}");
    const tooMany = Array.from({ length: 51 }, (_, index) => `user-${index}`);

    await expect(ask(url, tooMany)).rejects.toMatchObject({ code: "invalid" });
    await expect(ask(url, [])).rejects.toMatchObject({ code: "invalid" });
    expect(received).toHaveLength(0);
  });

  it.each(["", "null", "{}", '{"users":"none"}', "<html>"])(
    "does not take %j for an answer",
    async (body) => {
      const { url } = await brazeAnswering(200, body);

      await expect(ask(url, ["ada"])).rejects.toMatchObject({ kind: "unexpected", status: 200 });
    },
  );

  it("never repeats the key", async () => {
    const { url } = await brazeAnswering(401, '{"message":"Invalid API key: rest-key-51c0"}');

    await expect(ask(url, ["ada"])).rejects.toMatchObject({
      kind: "unauthorized",
      words: "Invalid API key: [removed]",
    });
  });
});
