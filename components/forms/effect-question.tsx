"use client";

import dynamic from "next/dynamic";
import type { AsksAbout } from "./effect-dialog";
import type { useEffectGuard } from "./use-effect-guard";

const EffectDialog = dynamic(() => import("./effect-dialog").then((module) => module.EffectDialog), {
  ssr: false,
});

/** What it does, measured, and whether to do it. Not within the form: its buttons would send the form. */
export function EffectQuestion(props: { guard: ReturnType<typeof useEffectGuard>; asksAbout?: AsksAbout }) {
  const { guard, asksAbout = "save" } = props;
  return guard.asked && <EffectDialog asked={guard.asked} guard={guard} asksAbout={asksAbout} />;
}
