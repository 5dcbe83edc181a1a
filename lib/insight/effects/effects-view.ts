import { z } from "zod";

/** One thing that saving would do, measured from what is stored. */
const effectView = z.strictObject({
  about: z.enum(["identity", "names", "properties", "members", "flows"]),
  /** Whether it makes something worse, or does what cannot be taken back. */
  isHarmful: z.boolean(),
  message: z.string(),
  cause: z.string().nullable(),
});

/** What saving other settings would do; no items where nothing can be measured. */
export const effectsView = z
  .strictObject({
    /** Whether anything flows now, so that the effect begins as soon as it is saved. */
    isLive: z.boolean(),
    items: z.array(effectView),
  })
  .meta({ id: "Effects" });

export type EffectView = z.infer<typeof effectView>;
export type EffectsView = z.infer<typeof effectsView>;
