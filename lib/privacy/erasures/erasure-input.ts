import { z } from "zod";
import { pageInput } from "@/lib/kernel/api/keyset";
import { lookUpInput } from "@/lib/kernel/api/text-input";
import { trimUnseen } from "@/lib/kernel/trim-unseen";

/** The identity to look for: an external id, a Braze id or a user key, as written in Heap or Braze. */
export const erasurePreviewInput = z.strictObject({ identity: lookUpInput(1_000) });

export const erasureInput = z
  .strictObject({
    identity: lookUpInput(1_000),
    /** Include ids that differ from the identity only in the case of a to z, or in surrounding white space. */
    includesVariants: z.boolean().default(false),
    /** The identity once more: what is erased cannot be restored. */
    confirm: z.string(),
  })
  .refine(({ identity, confirm }) => identity === trimUnseen(confirm), {
    path: ["confirm"],
    message: "must match the identity",
  });

export const erasureListInput = z.strictObject(pageInput);

export type ErasureInput = z.infer<typeof erasureInput>;
