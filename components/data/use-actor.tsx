"use client";

import { createContext, type ReactNode, useContext } from "react";
import { reaches } from "@/lib/kernel/roles";
import type { Role } from "@/prisma/generated/enums";

export interface PortalActor {
  id: string;
  name: string;
  role: Role;
}

const ActorContext = createContext<PortalActor | null>(null);

/** Tells all components below who is signed in. */
export function ActorProvider({ actor, children }: { actor: PortalActor; children: ReactNode }) {
  return <ActorContext value={actor}>{children}</ActorContext>;
}

/** Who is signed in. */
export function useActor(): PortalActor {
  const actor = useContext(ActorContext);
  if (!actor) throw new Error("useActor is used outside the portal");
  return actor;
}

/** Whether to show what needs this role. The verbs enforce the role whatever the screen shows. */
export function useCan(least: Role): boolean {
  return reaches(useActor().role, least);
}
