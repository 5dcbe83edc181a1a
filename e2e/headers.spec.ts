import { expect, portalUrl, test } from "./portal";

test("every answer below an address that holds a secret keeps it from other sites, indexes and caches", async () => {
  for (const path of [
    "/status/unknown",
    "/connect/unknown",
    "/set-password/unknown",
    "/api/status/unknown",
    "/api/status/unknown/syncs",
    "/api/connect/unknown",
    "/api/currents/unknown",
    "/api/heap/unknown",
  ]) {
    const { headers } = await fetch(portalUrl + path);
    expect.soft(Object.fromEntries(headers), path).toMatchObject({
      "referrer-policy": "no-referrer",
      "x-robots-tag": "noindex",
      "cache-control": expect.stringContaining("no-store"),
    });
  }
});

test("what is not a page may not run as one, found or not", async () => {
  for (const path of ["/api/v1/me", "/api/unknown", "/_next/unknown", "/_next/static/chunks/unknown.js"]) {
    const { headers } = await fetch(portalUrl + path);
    expect.soft(headers.get("content-security-policy"), path).toContain("default-src 'none'");
  }
});
