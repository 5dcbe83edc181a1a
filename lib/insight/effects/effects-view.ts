import { z } from "zod";
import { CHANGE_GROUPS } from "@/lib/forwarding/previews/name-changes";

/** Names to which the same happens. */
const nameGroup = z.strictObject({
  kind: z.enum(CHANGE_GROUPS),
  names: z.array(
    z.strictObject({
      name: z.string(),
      /** The new name, where that is what happens. */
      to: z.string().nullable(),
      /** In how many of the events looked at; null where none were. */
      events: z.int().min(1).nullable(),
    }),
  ),
  /** There are more than are told. */
  hasMore: z.boolean(),
});

/** One thing that saving would do, measured from what is stored. */
const effectView = z.strictObject({
  about: z.enum(["personal", "identity", "names", "properties", "types", "members", "flows"]),
  /** Whether it makes something worse, or does what cannot be taken back. */
  isHarmful: z.boolean(),
  message: z.string(),
  cause: z.string().nullable(),
  /** Every property, event and event type it is about, by what happens to them; empty where it is about none. */
  groups: z.array(nameGroup),
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
