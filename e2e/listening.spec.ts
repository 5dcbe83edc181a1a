import os from "node:os";
import { expect, portalUrl, test } from "./portal";

test("without HOST the server listens on this machine alone", async () => {
  const outside = Object.values(os.networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && family === "IPv4");
  test.skip(outside.length === 0, "This machine has no address but its own.");

  expect((await fetch(`${portalUrl}/api/live`)).status).toBe(200);
  for (const { address } of outside) {
    const url = new URL("/api/live", portalUrl);
    url.hostname = address;
    await expect(fetch(url)).rejects.toMatchObject({ cause: { code: "ECONNREFUSED" } });
  }
});
