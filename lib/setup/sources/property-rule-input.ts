import { z } from "zod";
import { lookUpInput } from "@/lib/kernel/api/text-input";
import { MAX_TEXT_LENGTH } from "@/lib/vendors/heap/limits";

/** Most rules of a source; our choice, as each new property name is compared with all of them. */
const MAX_RULES = 100;

/** Each star is one more search through a name. */
const MAX_STARS = 5;

const RULE_ACTIONS = ["drop", "hash", "keep"] as const;

/** What becomes of the properties whose names match a pattern, up to where Heap's names are cut; `*` is any text. */
export const propertyRule = z.strictObject({
  pattern: lookUpInput(MAX_TEXT_LENGTH).refine(
    (pattern) => pattern.split("*").length <= MAX_STARS + 1,
    `can have at most ${MAX_STARS} stars`,
  ),
  action: z.enum(RULE_ACTIONS),
});

/** In the order in which they are asked. */
export const propertyRules = z.array(propertyRule).max(MAX_RULES, `can have at most ${MAX_RULES}`);
