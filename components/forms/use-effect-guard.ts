"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { ApiError } from "@/components/data/call-api";
import type { EffectsView } from "@/lib/insight/effects/effects-view";

/** How somebody learns what saving would do. */
export interface EffectGuard<Body> {
  /** Of what is saved, as the question names it. */
  name: string;
  /** Measures the effect of a change; null when nothing in it can be measured. */
  measure: (change: Partial<Body>) => Promise<EffectsView> | null;
  /** What a pause keeps back, in a sentence; left out where a pause is no way out. */
  pauseMeans?: string;
}

/** What an edit sends besides its fields when it is to be paused in the same step. */
export type PausesFirst = { pausesFirst?: true };

type Save = (how: PausesFirst) => void;

/** A change that waits for an answer. */
export interface AskedEffect {
  guard: Pick<EffectGuard<never>, "name" | "pauseMeans">;
  effects: EffectsView;
  save: Save;
}

/**
 * Measures what a change would do before it is saved. Where that can be said, the change waits for an answer to
 * `EffectQuestion`; otherwise it is saved at once. What is refused is saved as well: whoever saves shows why.
 */
export function useEffectGuard() {
  const [asked, setAsked] = useState<AskedEffect | null>(null);
  const [isOpen, setOpen] = useState(false);
  const measuring = useMutation({
    meta: { isHandled: true },
    mutationFn: async ({ measured }: Omit<AskedEffect, "effects"> & { measured: Promise<EffectsView> }) =>
      measured.catch((err: unknown) => unmeasured(err)),
    onSuccess: (effects, { guard, save }) => {
      if (effects.items.length === 0) return save({});
      setAsked({ guard, effects, save });
      setOpen(true);
    },
  });
  return {
    /** What is asked, or was last. */
    asked,
    isOpen,
    isBusy: measuring.isPending,
    check: <Body>(guard: EffectGuard<Body> | undefined, change: Partial<Body>, save: Save) => {
      const measured = guard?.measure(change) ?? null;
      if (guard && measured) measuring.mutate({ guard, measured, save });
      else save({});
    },
    answer: (how: "save" | "pause" | "cancel") => {
      setOpen(false);
      if (how !== "cancel") asked?.save(how === "pause" ? { pausesFirst: true } : {});
    },
  };
}

/** Answers that saving would get as well: whoever saves shows them. */
const REFUSED = [400, 401, 403, 404, 409];

/** Saving stays possible when the effect is not known. */
function unmeasured(err: unknown): EffectsView {
  if (err instanceof ApiError && REFUSED.includes(err.status)) return { isLive: false, items: [] };
  const cause = err instanceof ApiError ? err.message : null;
  const message = "The effect of this change could not be measured.";
  return { isLive: true, items: [{ about: "identity", isHarmful: true, message, cause, groups: [] }] };
}
