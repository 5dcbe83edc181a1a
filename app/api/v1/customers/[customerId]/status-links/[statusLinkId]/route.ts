import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { statusLinkChange } from "@/lib/setup/status-links/status-link-input";
import { statusLinkView } from "@/lib/setup/status-links/status-link-view";
import { updateStatusLink } from "@/lib/setup/status-links/update-status-link";

export const PATCH = handle({
  summary: "Change what a status link allows",
  role: "csm",
  params: { customerId: z.uuid(), statusLinkId: z.uuid() },
  body: statusLinkChange,
  answer: statusLinkView,
  run: (ctx, { params, body }) => updateStatusLink(ctx, { ...params, ...body }),
});
