import { describe, expect, it } from "vitest";
import { BRAZE_INSTANCES, brazeHost, partnerKeyRegion } from "@/lib/vendors/braze/instances";

describe("Braze's hosts are a fixed list", () => {
  it("are all Braze's own, over HTTPS, each once", () => {
    const hosts = BRAZE_INSTANCES.map(({ restHost }) => restHost);

    expect(hosts).toHaveLength(17);
    expect(new Set(hosts).size).toBe(hosts.length);
    for (const host of hosts) expect(host).toMatch(/^https:\/\/rest\.[a-z]{2,3}-\d\d\.braze\.(com|eu)$/);
  });

  it("has the hosts that do not follow from their names", () => {
    expect(brazeHost("US-03")).toBe("https://rest.iad-03.braze.com");
    expect(brazeHost("US-10")).toBe("https://rest.us-10.braze.com");
    expect(brazeHost("EU-01")).toBe("https://rest.fra-01.braze.eu");
  });

  it("has a sandbox only where one is configured", () => {
    expect(brazeHost("sandbox", "http://localhost:4010/")).toBe("http://localhost:4010/braze");
    expect(brazeHost("sandbox-eu", "http://localhost:4010")).toBe("http://localhost:4010/braze-eu");
    expect(() => brazeHost("sandbox")).toThrow(/Unknown Braze instance/);
    expect(() => brazeHost("https://evil.example", "http://localhost")).toThrow(/Unknown Braze instance/);
  });

  it("takes the partner's European key in Europe only", () => {
    expect(partnerKeyRegion("EU-02")).toBe("eu");
    expect(partnerKeyRegion("US-01")).toBe("us");
    expect(partnerKeyRegion("AU-01")).toBe("us");
    expect(partnerKeyRegion("sandbox")).toBe("us");
    expect(partnerKeyRegion("sandbox-eu")).toBe("eu");
  });
});
