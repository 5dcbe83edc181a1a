import { describe, expect, it } from "vitest";
import { mapEvent } from "@/lib/forwarding/mapping/map-event";
import { brazeEvent, mappedProperties } from "@/tools/testing/mapped-event";
import { PLAIN_MAPPING } from "@/tools/testing/plain-mapping";

describe("a list of objects", () => {
  const products = Array.from({ length: 6 }, (_, n) => ({
    product_id: `SKU-${n}`,
    price: n + 0.5,
    gift: n === 0,
    size: { eu: 40 + n },
    tags: ["a", "b"],
    note: null,
  }));

  it("becomes one property for each key, and the number of its items", () => {
    const flat = mappedProperties({ custom_properties: { products } });

    expect(flat).toMatchObject({
      "products.count": 6,
      "products.product_id": "SKU-0||SKU-1||SKU-2||SKU-3||SKU-4||SKU-5",
      "products.price": "0.5||1.5||2.5||3.5||4.5||5.5",
      "products.gift": "true||false||false||false||false||false",
      "products.size.eu": "40||41||42||43||44||45",
      "products.tags": Array.from({ length: 6 }, () => '["a","b"]').join("||"),
    });
    expect(flat).not.toHaveProperty("products");
    expect(flat).not.toHaveProperty("products.note");
  });

  it("keeps the place of an item that lacks a key", () => {
    expect(mappedProperties({ list: [{ a: 1 }, { b: "x" }, null, { a: 2, b: "" }] })).toMatchObject({
      "list.count": 3,
      "list.a": "1||||2",
      "list.b": "||x||",
    });
  });

  it("whose items have a count keeps it under its path, and the number of items its name", () => {
    expect(mappedProperties({ list: [{ count: 7 }, { count: 8 }] })).toMatchObject({
      "list.count": 2,
      "properties.list.count": "7||8",
    });
  });

  it("is not cut inside an item: what does not fit is left out and counted", () => {
    const list = Array.from({ length: 300 }, (_, n) => ({ id: `item-${n}`, n: 1 }));
    const mapped = mapEvent(brazeEvent({ properties: { list } }), PLAIN_MAPPING);
    if (mapped.outcome !== "forward") throw new Error("it was not forwarded");

    const { properties } = mapped.heap;
    const sent = String(properties["list.id"]).split("||");
    expect(sent).toEqual(list.slice(0, sent.length).map(({ id }) => id));
    expect(properties).toMatchObject({ "list.count": 300, "list.n": Array(300).fill("1").join("||") });
    expect(mapped.leftOut).toEqual([{ name: "list.id", kind: "items", count: 300 - sent.length }]);
  });

  it("of any length is forwarded", () => {
    const list = Array.from({ length: 5_000 }, (_, n) => ({
      id: n,
      price: 9.99,
      quantity: 1,
      name: `n${n}`,
    }));
    expect(mappedProperties({ list, other: "kept" })).toMatchObject({ "list.count": 5_000, other: "kept" });
  });

  it("beside other values is a list of texts", () => {
    expect(mappedProperties({ list: [{ a: 1 }, 2] })).toMatchObject({ list: '{"a":1}||2' });
  });
});
