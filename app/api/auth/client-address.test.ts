import { expect, test } from "vitest";
import { findClientAddress } from "./client-address";

test("without our own proxy a client's claim about its address is ignored", () => {
  expect(findClientAddress("1.1.1.1", "9.9.9.9", 0)).toBe("9.9.9.9");
  expect(findClientAddress(undefined, "::ffff:9.9.9.9", 0)).toBe("9.9.9.9");
  expect(findClientAddress(undefined, undefined, 0)).toBe("unknown");
});

test("behind proxies the address is the one that the first trusted proxy saw, whatever the client sent", () => {
  expect(findClientAddress("6.6.6.6, 8.8.8.8", "10.0.0.1", 1)).toBe("8.8.8.8");
  expect(findClientAddress("6.6.6.6, 8.8.8.8, 10.0.0.2", "10.0.0.1", 2)).toBe("8.8.8.8");
  expect(findClientAddress("8.8.8.8:4711", "10.0.0.1", 1)).toBe("8.8.8.8");
});

test("a request that passed fewer proxies, or a header that is not an address, falls back to the known address", () => {
  expect(findClientAddress(undefined, "10.0.0.1", 1)).toBe("10.0.0.1");
  expect(findClientAddress("8.8.8.8", "10.0.0.1", 2)).toBe("8.8.8.8");
  for (const nonsense of ["", "unknown", "<script>", "1.1.1.1, x", "999.1.1.1", "_hidden", "a".repeat(9_000)])
    expect(findClientAddress(nonsense, "10.0.0.1", 1)).toBe("10.0.0.1");
});

test("all addresses of one IPv6 client count as one", () => {
  const first = findClientAddress("[2001:DB8:0:7::1]:443", undefined, 1);
  expect(first).toBe("2001:db8:0:7::/64");
  expect(findClientAddress("2001:db8::7:ffff:ffff:ffff:ffff", undefined, 1)).toBe(first);
  expect(findClientAddress("2001:0db8:0000:0007:1:2:3:4", undefined, 1)).toBe(first);
  expect(findClientAddress("2001:db8:0:8::1", undefined, 1)).not.toBe(first);
  expect(findClientAddress(undefined, "fe80::1%eth0", 0)).toBe("fe80:0:0:0::/64");
});
