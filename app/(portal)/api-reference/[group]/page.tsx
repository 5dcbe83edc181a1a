import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { OperationArticle } from "@/app/(portal)/api-reference/operation-article";
import { readReference } from "@/app/(portal)/api-reference/read-reference";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { Hydrating } from "@/components/ui/hydrating";
import { PageHeader } from "@/components/ui/page-header";
import { portalUrl } from "@/lib/kernel/own-addresses";

type Params = Promise<{ group: string }>;

export const dynamic = "force-dynamic";

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const { group } = await findGroup(params);
  return { title: `${group.title} · API reference` };
}

/** All operations under one heading. */
export default async function ApiReferenceGroupPage({ params }: { params: Params }) {
  await requirePageActor();
  const { group, components } = await findGroup(params);
  return (
    <>
      <Hydrating />
      <nav aria-label="Where you are" className="mb-2">
        <Link href="/api-reference" className="tappable inline-block text-accent hover:underline">
          API reference
        </Link>
      </nav>
      <PageHeader title={group.title} description={group.description} />
      <div className="grid gap-8">
        {group.operations.map((operation) => (
          <OperationArticle
            key={operation.id}
            operation={operation}
            components={components}
            server={`${portalUrl()}/api/v1`}
          />
        ))}
      </div>
    </>
  );
}

async function findGroup(params: Params) {
  const { group: slug } = await params;
  const { document, groups } = await readReference();
  const group = groups.find((each) => each.slug === slug);
  if (!group) notFound();
  return { group, components: document.components.schemas };
}
