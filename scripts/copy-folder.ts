import { cpSync, readdirSync, realpathSync } from "node:fs";
import path from "node:path";

/**
 * Copies a folder or file with its links as they are. Next's server finds its packages by links within its folder, which Node
 * would otherwise make lead to where they were copied from: then the copy runs on the machine that made it, and nowhere else.
 */
export function copyFolder(from: string, to: string): void {
  cpSync(from, to, { recursive: true, verbatimSymlinks: true });
}

/** The links in a folder that lead nowhere or out of it, as paths within it. */
export function linksLeadingOut(folder: string): string[] {
  const inside = realpathSync(folder) + path.sep;
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isSymbolicLink())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((link) => !targetOf(link).startsWith(inside))
    .map((link) => path.relative(folder, link));
}

function targetOf(link: string): string {
  try {
    return realpathSync(link);
  } catch {
    return ""; // it leads nowhere
  }
}
