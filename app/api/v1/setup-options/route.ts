import { handle } from "@/app/api/v1/handle";
import { readSetupOptions, setupOptionsView } from "@/lib/setup/setup-options";

export const GET = handle({
  summary: "List what a source or destination can be set to",
  role: "viewer",
  answer: setupOptionsView,
  run: async (ctx) => readSetupOptions(ctx),
});
