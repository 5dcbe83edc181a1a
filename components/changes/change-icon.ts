import { KeyRound, type LucideIcon, Pause, Play, Rocket, Settings2, Shuffle, UsersRound } from "lucide-react";
import type { ChangeView } from "@/lib/insight/changes/change-view";

/** A shape for each kind of change, and its name: nobody needs to tell colours apart. */
export const CHANGE_ICONS: Record<ChangeView["kind"], { icon: LucideIcon; label: string }> = {
  pause: { icon: Pause, label: "Pause" },
  resume: { icon: Play, label: "Resumed" },
  live: { icon: Rocket, label: "Went live" },
  mapping: { icon: Shuffle, label: "Mapping" },
  setting: { icon: Settings2, label: "Setting" },
  key: { icon: KeyRound, label: "Key or URL" },
  segment: { icon: UsersRound, label: "Segment" },
};
