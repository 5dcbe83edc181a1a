import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { PATH_HEADER } from "./path-header";
import { readSessionActor } from "./session";

/** The signed-in user of a page; others are sent to the sign-in page, and from there back here. */
export async function requirePageActor() {
  return (await readPageActor()) ?? redirect(await signInPath());
}

/** The signed-in user of a page, or null; read once for a page and the layouts around it. */
export const readPageActor = cache(async () => {
  const all = (await cookies()).getAll();
  return readSessionActor(new Map(all.map(({ name, value }) => [name, value])));
});

async function signInPath(): Promise<string> {
  const path = (await headers()).get(PATH_HEADER) ?? "/";
  return path === "/" ? "/sign-in" : `/sign-in?callbackUrl=${encodeURIComponent(path)}`;
}
