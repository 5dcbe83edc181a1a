import { makeCustomer, makeDestination, newSecrets } from "./make-customer";
import { adminApi, expect, expectNoAxeViolations, portalUrl, signIn, test } from "./portal";
import { connectHeap, orderSandbox } from "./sandbox-control";

const api = adminApi();

/** A customer whose Heap sends 40 users, user-0 and so on; Braze knows those whose number ends in 0 to 3. */
async function makeSegment(name: string, hasRestKey: boolean) {
  const secrets = newSecrets();
  const workspaceKey = secrets.dataImportKey;
  await orderSandbox("/braze/workspaces", { key: workspaceKey, known: { pattern: "[0-3]$" } });
  const customer = await makeCustomer(name);
  const restApiKey = hasRestKey ? workspaceKey.replace("sandbox-", "sandbox-rest-") : null;
  const postSegment = await connectHeap(await makeDestination(customer.path, { ...secrets, restApiKey }));
  return {
    path: customer.path,
    workspaceKey,
    /** Lets Heap post, and returns the path of the segment. */
    post: async () => {
      await postSegment(1, "Trial", 40);
      const { items } = await api.get<{ items: { id: string }[] }>(`${customer.path}/segments`);
      return `${customer.path}/segments/${items[0]?.id}`;
    },
  };
}

test("after the first sync the match is measured by itself, and a low share says what to do next", async ({
  page,
}) => {
  const flow = await makeSegment("Low match", true);
  const path = await flow.post();
  await signIn(page, "csm", path);

  await expect(page.getByText("Braze knows 16 of 40 sampled IDs: 40.0%")).toBeVisible();
  await expect(page.getByText("Low", { exact: true })).toBeVisible();
  await expect(page.getByText(/choose another property for the user ID in Heap/)).toBeVisible();
  await page.getByText("The 24 IDs Braze does not know").click();
  await expect(page.getByRole("list", { name: "IDs Braze does not know" }).getByRole("listitem")).toHaveCount(
    24,
  );
  await expectNoAxeViolations(page);

  await page.goto(`${portalUrl}${flow.path}/segments`);
  await expect(page.getByText("Braze knows 40.0%")).toBeVisible();
});

test("a check waits out 429 and 500, and a key without the permission says which one it lacks", async ({
  page,
}) => {
  const flow = await makeSegment("Faulty", true);
  const { workspaceKey } = flow;
  const match = { workspaceKey };
  await orderSandbox("/faults", { target: "braze.export", mode: "status", status: 429, count: 1, match });
  await orderSandbox("/faults", { target: "braze.export", mode: "status", status: 500, count: 1, match });
  await signIn(page, "csm", await flow.post());
  await expect(page.getByText(/Braze knows 16 of 40/)).toBeVisible();

  await orderSandbox("/braze/workspaces", { key: workspaceKey, mayExport: false });
  await page.getByRole("button", { name: "Check again" }).click();
  await expect(page.getByText(/The last check failed/)).toContainText("permissions cannot be changed");
  await expect(page.getByText(/Braze knows 16 of 40/).first()).toBeVisible();
  await expectNoAxeViolations(page);
});

test("without a REST key it says how to get one; a dry run counts what Sync now then sends", async ({
  page,
}) => {
  const flow = await makeSegment("Keyless", false);
  await orderSandbox("/braze/workspaces", { key: flow.workspaceKey, enabled: false });
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

  await page.goto(`${portalUrl}${flow.path}/syncs`);
  await page.getByRole("link", { name: "Dry runs" }).click();
  await expect(page.getByRole("row", { name: /Trial/ })).toContainText("nothing sent");
  await expectNoAxeViolations(page);
});
