import { expect, test } from "vitest";
import { Role } from "@/prisma/generated/enums";
import { lesserRole, reaches } from "./roles";

const ASCENDING: readonly Role[] = ["viewer", "csm", "admin"];

test("a role reaches itself and those below it, and of two the lower one is the lesser", () => {
  expect(Object.values(Role).toSorted()).toEqual(ASCENDING.toSorted());
  ASCENDING.forEach((role, rank) => {
    ASCENDING.forEach((other, otherRank) => {
      expect(reaches(role, other)).toBe(rank >= otherRank);
      expect(lesserRole(role, other)).toBe(ASCENDING[Math.min(rank, otherRank)]);
    });
  });
});
