"use client";

import { Info, TriangleAlert } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { EffectView } from "@/lib/insight/effects/effects-view";
import { EffectGroups } from "./effect-groups";
import type { useEffectGuard } from "./use-effect-guard";

/** What saving does, measured, and whether to do it. Not within the form: its buttons would send the form. */
export function EffectQuestion<Body>({ guard }: { guard: ReturnType<typeof useEffectGuard<Body>> }) {
  const { about, asked, answer, isBusy, pauseError } = guard;
  if (!about) return null;
  const isHarmful = asked?.items.some((item) => item.isHarmful) ?? false;
  const canPause = about.pause !== undefined && asked?.isLive === true && isHarmful;
  return (
    <Dialog
      role="alertdialog"
      isOpen={asked !== null}
      onClose={() => answer("cancel")}
      title={`What saving “${about.name}” does`}
    >
      <ul aria-label="Effects" className="space-y-3">
        {asked?.items.map((item) => (
          <Effect key={item.message} effect={item} />
        ))}
      </ul>
      {canPause && (
        <p className="mt-4 text-ink-soft">
          It takes effect right away. {about.pauseMeans} You can check it first, then resume.
        </p>
      )}
      {pauseError && (
        <p role="alert" className="mt-3 font-medium text-bad">
          It could not be paused. Nothing is saved. {pauseError.message}
        </p>
      )}
      {/* Within reach however long the lists are. */}
      <div className="sticky bottom-0 -mx-5 mt-5 -mb-4 flex flex-wrap justify-end gap-2 border-t border-line bg-surface px-5 py-3">
        <Button onClick={() => answer("cancel")}>Cancel</Button>
        {canPause && (
          <Button isBusy={isBusy} onClick={() => answer("pause")}>
            Pause first, then save
          </Button>
        )}
        <Button tone={isHarmful ? "danger" : "primary"} onClick={() => answer("save")}>
          {isHarmful ? "Save anyway" : "Save"}
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
