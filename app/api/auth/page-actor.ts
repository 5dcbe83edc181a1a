import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { readSessionActor } from "./session";

/** The signed-in user of a page; whoever is not signed in is sent to the sign-in page. */
export async function requirePageActor() {
  return (await readPageActor()) ?? redirect("/sign-in");
}

/** The signed-in user of a page, or null. */
export async function readPageActor() {
  const all = (await cookies()).getAll();
  return readSessionActor(new Map(all.map(({ name, value }) => [name, value])));
}
