import { expect, test } from "vitest";
import { RECOMMENDED_USER_PROPERTIES, userProperties } from "./user-property-input";

const rule = (to: string) => ({ eventType: null, from: "a", to, inClear: false });

test("names that Heap refuses or misreads cannot be given", () => {
  for (const name of ["id", "Id", "user_id", "Email"])
    expect(userProperties.safeParse([rule(name)]).success).toBe(false);
  expect(userProperties.safeParse([rule("email"), rule("email")]).success).toBe(false);
  expect(userProperties.safeParse([rule("email"), rule("braze_{channel}")]).success).toBe(true);
});

test("the recommended rules are rules that a source may have", () => {
  const rules = RECOMMENDED_USER_PROPERTIES.map(({ words: _, ...recommended }) => recommended);
  expect(userProperties.parse(rules)).toEqual(rules);
});
