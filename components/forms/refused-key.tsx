import { ApiError } from "@/components/data/call-api";
import { Button } from "@/components/ui/button";

/** Whether a change was refused because Braze does not accept the key in it. */
export function isKeyRefusal(err: unknown): boolean {
  return err instanceof ApiError && err.details.isKeyRefused === true;
}

/** After Braze refused a key: saving it anyway takes another press. Within the form that it belongs to. */
export function SaveRefusedKey({ onPress }: { onPress: () => void }) {
  return (
    <div className="flex flex-wrap items-center gap-3 rounded-md bg-wait-ground px-3 py-2 text-xs">
      <p className="min-w-0 flex-1 basis-52 text-wait">
        Nothing is saved yet. Correct the key, or save it anyway: nothing reaches Braze until Braze accepts
        it.
      </p>
      <Button size="small" type="submit" onClick={onPress}>
        Save this key anyway
      </Button>
    </div>
  );
}
