"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { ApiError } from "@/components/data/call-api";
import type { EffectsView } from "@/lib/insight/effects/effects-view";
import type { Versioned } from "./use-versioned-edit";

/** How a form learns what saving would do. */
export interface EffectGuard<Body> {
  /** Of what is saved, as the question names it. */
  name: string;
  /** Measures the effect of a change; null when nothing in it can be measured. */
  measure: (change: Partial<Body>) => Promise<EffectsView> | null;
  /** Pauses it, and what that keeps back, in a sentence; left out where a pause is no way out. */
  pause?: () => Promise<Versioned>;
  pauseMeans?: string;
}

type Save = (paused?: Versioned) => void;

/**
 * Measures what a change would do before it is saved. Where that can be said, the change waits for an answer to
 * `EffectQuestion`; otherwise it is saved at once. What is refused is saved as well: the form then shows why.
 */
export function useEffectGuard<Body>(guard: EffectGuard<Body> | undefined) {
  const [asked, setAsked] = useState<{ effects: EffectsView; save: Save } | null>(null);
  const measuring = useMutation({
    meta: { isHandled: true },
    mutationFn: ({ measured }: { measured: Promise<EffectsView>; save: Save }) =>
      measured.catch((err: unknown) => unmeasured(err)),
    onSuccess: (effects, { save }) => (effects.items.length > 0 ? setAsked({ effects, save }) : save()),
  });
  const pausing = useMutation({
    meta: { isHandled: true },
    mutationFn: async () => guard?.pause?.(),
    onSuccess: (paused) => {
      asked?.save(paused);
      setAsked(null);
    },
  });
  return {
    about: guard,
    asked: asked?.effects ?? null,
    isBusy: measuring.isPending || pausing.isPending,
    pauseError: pausing.error,
    check: (change: Partial<Body>, save: Save) => {
      pausing.reset();
      const measured = guard?.measure(change) ?? null;
      if (measured) measuring.mutate({ measured, save });
      else save();
    },
    answer: (how: "save" | "pause" | "cancel") => {
      if (how === "pause") return pausing.mutate();
      if (how === "save") asked?.save();
      setAsked(null);
    },
  };
}

/** Answers that saving would get as well: the form shows them. */
const REFUSED = [400, 401, 403, 404, 409];

/** Saving stays possible when the effect is not known. */
function unmeasured(err: unknown): EffectsView {
  if (err instanceof ApiError && REFUSED.includes(err.status)) return { isLive: false, items: [] };
  const cause = err instanceof ApiError ? err.message : null;
  const message = "What saving would do could not be measured.";
  return { isLive: true, items: [{ about: "identity", isHarmful: true, message, cause, groups: [] }] };
}
