import { quoteInexactNumbers } from "@/lib/kernel/json/exact-numbers";
import { parseJson } from "@/lib/kernel/json/parse-json";
import { trimUnseen } from "@/lib/kernel/trim-unseen";
import { MAX_PAGE_VALUES } from "@/lib/vendors/heap/segment-webhook";

type IsIt = (value: unknown) => boolean;
type Fields = Record<string, unknown>;

/**
 * A segment page's body without the identity among its adds and removes. Pure.
 * @returns null when the body does not name it; "unreadable" when it is not a page, so that we cannot tell
 */
export async function eraseInPage(body: Buffer, isIt: IsIt): Promise<Buffer | "unreadable" | null> {
  const page = await readPage(body);
  if (!page) return "unreadable";

  const { data } = page;
  if (!isFields(data)) return null;
  const left = Object.fromEntries(
    ["add", "remove"].flatMap((name) => {
      const list = data[name];
      return Array.isArray(list) ? [[name, list.filter((entry) => !isIt(idOf(entry)))]] : [];
    }),
  );
  const isNamed = Object.entries(left).some(([name, list]) => list.length < (data[name] as unknown[]).length);
  return isNamed ? Buffer.from(JSON.stringify({ ...page, data: { ...data, ...left } })) : null;
}

async function readPage(body: Buffer): Promise<Fields | null> {
  const parsed = await parseJson(body, { maxValues: MAX_PAGE_VALUES, prepare: quoteInexactNumbers });
  return parsed.ok && isFields(parsed.value) ? parsed.value : null;
}

/** An entry is `{ id }`, or the id itself, with space around it or not; see lib/vendors/heap/member-list.ts. */
function idOf(entry: unknown): unknown {
  const id = isFields(entry) ? entry.id : entry;
  return typeof id === "string" ? trimUnseen(id) : id;
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
