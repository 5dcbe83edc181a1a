import { randomUUID } from "node:crypto";
import { adminApi, expect, expectNoAxeViolations, portalUrl, signIn, test } from "./portal";

const sandboxUrl = process.env.E2E_SANDBOX_URL ?? "";
const api = adminApi();

async function order(path: string, body: unknown): Promise<void> {
  const res = await fetch(`${sandboxUrl}/control${path}`, { method: "POST", body: JSON.stringify(body) });
  if (!res.ok) throw new Error(`the sandbox refused ${path}: ${await res.text()}`);
}

/** A customer whose Heap sends 40 users, user-0 and so on; Braze knows those whose number ends in 0 to 3. */
async function makeSegment(name: string, restApiKey: (unique: string) => string | null) {
  const unique = randomUUID();
  const workspaceKey = `sandbox-${unique}`;
  const webhookSecret = randomUUID();
  await order("/braze/workspaces", { key: workspaceKey, known: { pattern: "[0-3]$" } });
  const { id: customerId } = await api.post<{ id: string }>("/customers", {
    name: `${name} ${unique.slice(0, 8)}`,
  });
  const { endpoint } = await api.post<{ endpoint: { url: string } }>(
    `/customers/${customerId}/destinations`,
    {
      name: "Heap segments",
      brazeInstance: "sandbox",
      dataImportKey: workspaceKey,
      restApiKey: restApiKey(unique),
      webhookSecret,
    },
  );
  await order(`/senders/segments/${unique}`, { url: endpoint.url, secret: webhookSecret });
  return {
    customerId,
    workspaceKey,
    post: async () => {
      await order(`/senders/${unique}/send`, { segmentId: 1, segmentName: "Trial", add: 40 });
      const path = `/customers/${customerId}/segments`;
      const { items } = await api.get<{ items: { id: string }[] }>(path);
      return `${path}/${items[0]?.id}`;
    },
  };
}

test("after the first sync the match is measured by itself, and a low share says what to do next", async ({
  page,
}) => {
  const flow = await makeSegment("Low match", (unique) => `sandbox-rest-${unique}`);
  const path = await flow.post();
  await signIn(page, "csm", path);

  await expect(page.getByText("Braze knows 16 of 40 sampled ids: 40.0 % (40.0 to 40.0 %)")).toBeVisible();
  await expect(page.getByText("Low", { exact: true })).toBeVisible();
  await expect(page.getByText(/choose another property for the user id in Heap/)).toBeVisible();
  await page.getByText("The 24 ids Braze does not know").click();
  await expect(page.getByRole("list", { name: "Ids Braze does not know" }).getByRole("listitem")).toHaveCount(
    24,
  );
  await expectNoAxeViolations(page);

  await page.goto(`${portalUrl}/customers/${flow.customerId}/segments`);
  await expect(page.getByText("Braze knows 40.0 %")).toBeVisible();
});

test("a check waits out 429 and 500, and a key without the permission says which one it lacks", async ({
  page,
}) => {
  const flow = await makeSegment("Faulty", (unique) => `sandbox-rest-${unique}`);
  const { workspaceKey } = flow;
  const match = { workspaceKey };
  await order("/faults", { target: "braze.export", mode: "status", status: 429, count: 1, match });
  await order("/faults", { target: "braze.export", mode: "status", status: 500, count: 1, match });
  await signIn(page, "csm", await flow.post());
  await expect(page.getByText(/Braze knows 16 of 40/)).toBeVisible();

  await order("/braze/workspaces", { key: workspaceKey, mayExport: false });
  await page.getByRole("button", { name: "Check again" }).click();
  await expect(page.getByText(/The last check failed/)).toContainText("make another one");
  await expect(page.getByText(/Braze knows 16 of 40/).first()).toBeVisible();
  await expectNoAxeViolations(page);
});

test("without a REST key it says how to get one; a dry run counts what Sync now then sends", async ({
  page,
}) => {
  const flow = await makeSegment("Keyless", () => null);
  await order("/braze/workspaces", { key: flow.workspaceKey, enabled: false });
  const path = await flow.post();
  await signIn(page, "csm", path);
  await expect(page.getByText("users.export.ids").first()).toBeVisible();
  await expect(page.getByRole("button", { name: /Check/ })).toHaveCount(0);
  await expect(page.getByText("No dry run of this segment yet.", { exact: false })).toBeVisible();

  await page.getByRole("button", { name: "Dry run of Sync now" }).click();
  const result = page.getByTestId("dry-run");
  await expect(result).toContainText("Dry run of Sync now, nothing sent");
  await expect(result).toContainText(/Would be added\s*40/);
  await expectNoAxeViolations(page);

  await page.goto(`${portalUrl}/customers/${flow.customerId}/syncs`);
  await page.getByRole("link", { name: "Dry runs" }).click();
  await expect(page.getByRole("row", { name: /Trial/ })).toContainText("nothing sent");
  await expectNoAxeViolations(page);
});
