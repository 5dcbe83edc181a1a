"use client";

import { Info, TriangleAlert } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { EffectView } from "@/lib/insight/effects/effects-view";
import { EffectGroups } from "./effect-groups";
import type { AskedEffect, useEffectGuard } from "./use-effect-guard";

/** What is asked about: saving, reverting what was saved, and undoing a revert. */
const WORDS = {
  save: { does: "saving", verb: "Save", pause: "Pause first, then save" },
  revert: { does: "reverting", verb: "Revert", pause: "Pause first, then revert" },
  undo: { does: "undoing the revert of", verb: "Undo", pause: "Pause first, then undo" },
} as const;

export type AsksAbout = keyof typeof WORDS;

/** What `EffectQuestion` shows. */
export function EffectDialog(props: {
  asked: AskedEffect;
  guard: ReturnType<typeof useEffectGuard>;
  asksAbout: AsksAbout;
}) {
  const { isOpen, answer } = props.guard;
  const { does, verb, pause } = WORDS[props.asksAbout];
  const { guard, effects } = props.asked;
  const isHarmful = effects.items.some((item) => item.isHarmful);
  const canPause = guard.pauseMeans !== undefined && effects.isLive && isHarmful;
  return (
    <Dialog
      role="alertdialog"
      isOpen={isOpen}
      onClose={() => answer("cancel")}
      title={`What ${does} “${guard.name}” does`}
    >
      <ul aria-label="Effects" className="space-y-3">
        {effects.items.map((item) => (
          <Effect key={item.message} effect={item} />
        ))}
      </ul>
      {canPause && (
        <p className="mt-4 text-ink-soft">
          The change takes effect immediately. {guard.pauseMeans} Check the change, then resume.
        </p>
      )}
      {/* Within reach however long the lists are. */}
      <div className="sticky -bottom-4 -mx-5 mt-5 -mb-4 flex flex-wrap justify-end gap-2 border-t border-line bg-surface px-5 py-3">
        <Button onClick={() => answer("cancel")}>Cancel</Button>
        {canPause && <Button onClick={() => answer("pause")}>{pause}</Button>}
        <Button tone={isHarmful ? "danger" : "primary"} onClick={() => answer("save")}>
          {isHarmful && props.asksAbout !== "revert" ? `${verb} anyway` : verb}
        </Button>
      </div>
    </Dialog>
  );
}

/** Told by its icon, its name and its place, not by colour alone. */
export function Effect({ effect }: { effect: EffectView }) {
  const { isHarmful, message, cause, groups } = effect;
  const Icon = isHarmful ? TriangleAlert : Info;
  return (
    <li className="flex gap-2.5">
      <Icon
        aria-label={isHarmful ? "Warning" : "Note"}
        className={`mt-0.5 size-4 shrink-0 ${isHarmful ? "text-wait" : "text-ink-soft"}`}
      />
      <div className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        <p className="font-medium">{message}</p>
        {cause && <p className="text-ink-soft">{cause}</p>}
        {groups.length > 0 && <EffectGroups groups={groups} />}
      </div>
    </li>
  );
}
