import { FileJson } from "lucide-react";
import type { Metadata } from "next";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { ButtonLink } from "@/components/ui/button";
import { Hydrating } from "@/components/ui/hydrating";
import { PageHeader } from "@/components/ui/page-header";
import { portalUrl } from "@/lib/kernel/own-addresses";
import { Basics } from "./basics";
import { OperationFinder } from "./operation-finder";
import { readReference } from "./read-reference";

export const metadata: Metadata = { title: "API reference" };
export const dynamic = "force-dynamic";

/** What a script can do, generated from the document that tools read. */
export default async function ApiReferencePage() {
  await requirePageActor();
  const { document, groups } = await readReference();
  const finder = groups.map(({ slug, title, description, operations }) => ({
    slug,
    title,
    description,
    operations: operations.map(({ id, method, path, summary }) => ({ id, method, path, summary })),
  }));
  return (
    <>
      <Hydrating />
      <PageHeader
        title="API reference"
        description="Everything this portal shows and does, for scripts."
        actions={
          <ButtonLink href="/api/v1/openapi.json" prefetch={false} target="_blank" icon={FileJson}>
            OpenAPI document
          </ButtonLink>
        }
      />
      <div className="grid gap-6">
        <Basics description={document.info.description} server={`${portalUrl()}/api/v1`} />
        <OperationFinder groups={finder} />
      </div>
    </>
  );
}
