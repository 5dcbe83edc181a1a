import { handle } from "@/app/api/v1/handle";
import { readSetupOptions, setupOptionsView } from "@/lib/setup-options";

export const GET = handle({
  answer: setupOptionsView,
  run: async (ctx) => readSetupOptions(ctx),
});
