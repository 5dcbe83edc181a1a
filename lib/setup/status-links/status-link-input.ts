import { z } from "zod";
import { versionInput } from "@/lib/kernel/api/text-input";

/** Longest life of a link; our choice. A link that must live longer is made without an end. */
const MAX_VALID_DAYS = 365;

/** What the holder of a link may do besides looking. */
export const permissions = {
  /** Press Sync now. */
  canSync: z.boolean(),
  /** Turn segments off and on. */
  canToggle: z.boolean(),
  /** See and copy the addresses that Braze and Heap post to. */
  canCopyEndpoints: z.boolean(),
};

/** A new link; without an end when `validDays` is null. */
export const statusLinkInput = z.strictObject({
  validDays: z.int().min(1).max(MAX_VALID_DAYS).nullable().default(90),
  canSync: permissions.canSync.default(false),
  canToggle: permissions.canToggle.default(false),
  canCopyEndpoints: permissions.canCopyEndpoints.default(false),
});

/** Other permissions for a link; those left out stay unchanged. */
export const statusLinkChange = z.strictObject({
  version: versionInput,
  canSync: permissions.canSync.optional(),
  canToggle: permissions.canToggle.optional(),
  canCopyEndpoints: permissions.canCopyEndpoints.optional(),
});
