import { expect, test } from "vitest";
import { z } from "zod";
import { TributaryError } from "@/lib/kernel/errors";
import { paintIfRead } from "./paint-if-read";

const failing = (err: Error) => paintIfRead(() => Promise.reject(err));

test("a part that is refused or fails is left to the browser; what is about the whole page is thrown", async () => {
  expect(await paintIfRead(async () => "found")).toBe("found");
  expect(await paintIfRead(async () => z.uuid().parse("no id"))).toBeNull();
  expect(await failing(new TributaryError("invalid", "Too many weeks."))).toBeNull();
  expect(await failing(new Error("the connection is gone"))).toBeNull();
  for (const code of ["not_found", "forbidden"] as const) {
    await expect(failing(new TributaryError(code, "No."))).rejects.toMatchObject({ code });
  }
});
