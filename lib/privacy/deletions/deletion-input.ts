import { z } from "zod";
import { pageInput } from "@/lib/kernel/api/keyset";
import { textInput } from "@/lib/kernel/api/text-input";

export const deletionListInput = z.strictObject(pageInput);

/** How a person ends a request: what was left is done by hand, or nothing is to be deleted. */
export const closeDeletionInput = z.strictObject({
  as: z.enum(["done", "refused"]),
  /** Why, for the audit log. It must not name the person. */
  reason: textInput(300),
});

export type CloseDeletionInput = z.infer<typeof closeDeletionInput>;
