import { afterEach, describe, expect, it } from "vitest";
import { exportIds } from "@/lib/vendors/braze/export-client";
import { startAnsweringServer } from "@/tools/testing/answering-server";

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

async function brazeAnswering(status: number, body: string) {
  const server = await startAnsweringServer((res) => res.writeHead(status).end(body));
  stops.push(server.stop);
  return server;
}

function ask(baseUrl: string, ids: string[], rest: Partial<Parameters<typeof exportIds>[0]> = {}) {
  return exportIds({ baseUrl, restApiKey: "rest-key-51c0", identifier: "external_id", ids, ...rest });
}

describe("asking Braze which ids it knows", () => {
  it("tells the known from the unknown", async () => {
    const answer = { message: "success", users: [{ external_id: "ada" }], invalid_user_ids: ["bob"] };
    const { url, received } = await brazeAnswering(201, JSON.stringify(answer));

    expect(await ask(url, ["ada", "bob", "ada"])).toEqual({ known: ["ada"], unknown: ["bob"], shared: [] });
    expect(received[0]).toMatchObject({ method: "POST", path: "/users/export/ids" });
    expect(received[0]?.headers.authorization).toBe("Bearer rest-key-51c0");
    expect(JSON.parse(received[0]?.body ?? "")).toEqual({
      external_ids: ["ada", "bob"],
      fields_to_export: ["external_id"],
    });
  });

  it("asks for one device id per call, and knows it if a user comes back", async () => {
    const some = await brazeAnswering(201, '{"users":[{"braze_id":"5f"}]}');
    const none = await brazeAnswering(201, '{"users":[],"invalid_user_ids":["d-1"]}');
    const device = { identifier: "device_id" } as const;

    expect(await ask(some.url, ["d-1"], device)).toEqual({ known: ["d-1"], unknown: [], shared: [] });
    expect(await ask(none.url, ["d-1"], device)).toEqual({ known: [], unknown: ["d-1"], shared: [] });
    expect(JSON.parse(some.received[0]?.body ?? "")).toMatchObject({ device_id: "d-1" });
    await expect(ask(some.url, ["d-1", "d-2"], device)).rejects.toMatchObject({ code: "invalid" });
  });

  it("asks for one address per call, and tells one that several users have", async () => {
    const { url, received } = await brazeAnswering(201, '{"users":[{"braze_id":"5f"},{"braze_id":"60"}]}');
    for (const [identifier, field, id] of [
      ["email", "email_address", "ann@example.com"],
      ["phone", "phone", "+14155550123"],
    ] as const) {
      expect(await ask(url, [id], { identifier })).toEqual({ known: [id], unknown: [], shared: [id] });
      expect(JSON.parse(received.at(-1)?.body ?? "")).toEqual({
        [field]: id,
        fields_to_export: ["braze_id"],
      });
    }
  });

  it("knows an alias only under the requested label", async () => {
    const users = [
      { user_aliases: [{ alias_name: "ada", alias_label: "heap" }] },
      { user_aliases: [{ alias_name: "bob", alias_label: "other" }] },
    ];
    const { url, received } = await brazeAnswering(201, JSON.stringify({ users }));
    const alias = { identifier: "alias", aliasLabel: "heap" } as const;

    expect(await ask(url, ["ada", "bob"], alias)).toEqual({ known: ["ada"], unknown: ["bob"], shared: [] });
    expect(JSON.parse(received[0]?.body ?? "").user_aliases).toEqual([
      { alias_name: "ada", alias_label: "heap" },
      { alias_name: "bob", alias_label: "heap" },
    ]);
    await expect(ask(url, ["ada"], { ...alias, aliasLabel: null })).rejects.toMatchObject({
      code: "invalid",
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
    "does not accept %j as an answer",
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
