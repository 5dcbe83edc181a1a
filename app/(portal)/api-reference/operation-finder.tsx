"use client";

import { SearchX } from "lucide-react";
import Link from "next/link";
import { useUrlFilters } from "@/components/data/use-url-filters";
import { EmptyState } from "@/components/ui/empty-state";
import { TextInput } from "@/components/ui/field";
import { MethodTag } from "./method-tag";

/** A heading with the names of its operations. */
export interface FinderGroup {
  slug: string;
  title: string;
  description: string;
  operations: { id: string; method: string; path: string; summary: string }[];
}

/** Every operation by heading; typing leaves those that contain every typed word. */
export function OperationFinder({ groups }: { groups: FinderGroup[] }) {
  const [{ q }, setFilters] = useUrlFilters(["q"]);
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const found = groups
    .map((group) => ({
      ...group,
      operations: group.operations.filter(({ method, path, summary }) => {
        const text = `${method} ${path} ${summary} ${group.title}`.toLowerCase();
        return words.every((word) => text.includes(word));
      }),
    }))
    .filter(({ operations }) => operations.length > 0);
  const count = found.reduce((sum, { operations }) => sum + operations.length, 0);

  return (
    <section aria-label="Operations">
      <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="w-full sm:w-80">
          <TextInput
            type="search"
            aria-label="Find an operation"
            placeholder="Find an operation"
            value={q}
            onChange={(event) => setFilters({ q: event.target.value })}
          />
        </div>
        <p role="status" className="text-ink-soft">
          {count === 1 ? "1 operation" : `${count} operations`}
        </p>
      </div>
      {found.length === 0 && (
        <EmptyState icon={SearchX} title="No operations match">
          Try a word from its address, such as segments, or from what it does, such as pause.
        </EmptyState>
      )}
      <div className="grid gap-6">
        {found.map(({ slug, title, description, operations }) => (
          <section key={slug} aria-label={title}>
            <h2 className="font-semibold">
              <Link href={`/api-reference/${slug}`} className="tappable inline-block hover:underline">
                {title}
              </Link>
            </h2>
            <p className="mt-0.5 mb-2 text-ink-soft">{description}</p>
            <ul className="rounded-lg border border-line bg-surface">
              {operations.map(({ id, method, path, summary }) => (
                <li key={id} className="border-b border-line last:border-b-0">
                  <Link
                    href={`/api-reference/${slug}#${id}`}
                    className="flex flex-wrap items-baseline gap-x-3 gap-y-1 px-4 py-2.5 hover:bg-raised"
                  >
                    <MethodTag method={method} />
                    <span className="min-w-0 flex-1 basis-56">{summary}</span>
                    <code className="min-w-0 basis-full text-xs text-ink-soft [overflow-wrap:anywhere] lg:basis-auto">
                      {path}
                    </code>
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </section>
  );
}
