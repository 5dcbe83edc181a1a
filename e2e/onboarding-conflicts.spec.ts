import { makeCustomer, makeDestination, makeSource } from "./make-customer";
import { adminApi, changeAsScript, expect, expectNoAxeViolations, signIn, test } from "./portal";

/** A customer with a source and a destination in the sandbox, for two people to edit at the same time. */
async function makeContested() {
  const { path } = await makeCustomer("Contested");
  const source = await makeSource(path);
  const destination = await makeDestination(path, {});
  return {
    path,
    sourcePath: `${path}/sources/${source.id}`,
    destinationPath: `${path}/destinations/${destination.id}`,
  };
}

test("two people editing one source: the later one sees both versions and keeps what they typed", async ({
  page,
  expectInConsole,
}) => {
  expectInConsole(/409/);
  const { path, sourcePath } = await makeContested();
  await signIn(page, "csm", `${path}/onboarding?step=source`);
  const name = page.getByLabel("Name of this source");
  await name.fill("What I typed");
  await changeAsScript(sourcePath, { name: "What they saved", prefix: "live-" });

  await page.getByRole("button", { name: "Save and continue" }).click();
  const told = page.getByRole("alert").filter({ hasText: "Changed by someone else" });
  await expect(told).toContainText("What they saved");
  await expect(told).toContainText("What I typed");
  await expect(told).toContainText("not changed by you");
  await expect(name).toHaveValue("What I typed");
  await expectNoAxeViolations(page);
  expect(await adminApi().get(sourcePath)).toMatchObject({ name: "What they saved" });

  // What is typed after the notice counts as well.
  await name.fill("What I typed then");
  await expect(told).toContainText("What I typed then");
  await told.getByRole("button", { name: "Overwrite with mine" }).click();
  await page.waitForURL(/step=destination/);
  expect(await adminApi().get(sourcePath)).toMatchObject({
    name: "What I typed then",
    prefix: "live-",
  });
});

test("two people editing one destination: the later one sees both versions, secrets by name only, and can take theirs", async ({
  page,
  expectInConsole,
}) => {
  expectInConsole(/409/);
  const { path, destinationPath } = await makeContested();
  await signIn(page, "csm", `${path}/onboarding?step=destination`);
  const name = page.getByLabel("Name of this destination");
  const key = page.getByLabel("Data Import Key");
  await name.fill("What I typed");
  await key.fill("sandbox-key-of-mine");
  await changeAsScript(destinationPath, { name: "What they saved", dataImportKey: "sandbox-key-of-theirs" });

  await page.getByRole("button", { name: "Save and continue" }).click();
  const told = page.getByRole("alert").filter({ hasText: "Changed by someone else" });
  await expect(told).toContainText("What they saved");
  await expect(told).toContainText("What I typed");
  await expect(told).toContainText("Data Import Key");
  await expect(told).not.toContainText("sandbox-key");
  await expect(name).toHaveValue("What I typed");
  await expect(key).toHaveValue("sandbox-key-of-mine");
  await expectNoAxeViolations(page);

  await told.getByRole("button", { name: "Keep the saved version" }).click();
  await expect(name).toHaveValue("What they saved");
  await expect(key).toHaveValue("");
  await name.fill("What we agreed on");
  await page.getByRole("button", { name: "Save and continue" }).click();
  await page.waitForURL(/step=connect/);
  expect(await adminApi().get(destinationPath)).toMatchObject({ name: "What we agreed on" });
});

test("a webhook secret that is refused stays beside its field; what was saved with it stays saved", async ({
  page,
  expectInConsole,
}) => {
  expectInConsole(/400/);
  const { path, destinationPath } = await makeContested();
  await signIn(page, "csm", `${path}/onboarding?step=destination`);
  await page.getByLabel("Name of this destination").fill("Renamed");
  const secret = page.getByLabel("Heap webhook secret");
  await secret.fill("x".repeat(2_000));
  await page.getByRole("button", { name: "Save and continue" }).click();
  await expect(secret).toHaveAttribute("aria-invalid", "true");
  expect(await adminApi().get(destinationPath)).toMatchObject({ name: "Renamed", webhookSecrets: [] });

  await secret.fill("hook-that-is-fine");
  await page.getByRole("button", { name: "Save and continue" }).click();
  await page.waitForURL(/step=connect/);
  expect(await adminApi().get(destinationPath)).toMatchObject({
    name: "Renamed",
    webhookSecrets: [expect.anything()],
  });
});

test("what somebody else adds at the same time does not take away the step that is being filled in", async ({
  page,
}) => {
  const { path } = await makeCustomer("Together");
  await makeSource(path);
  await signIn(page, "csm", `${path}/onboarding`);
  const name = page.getByLabel("Name of this destination");
  await name.fill("What I typed");

  const read = page.waitForResponse(
    async (res) =>
      new URL(res.url()).pathname.endsWith("/destinations") && (await res.text()).includes("What they added"),
  );
  await makeDestination(path, { name: "What they added" });
  await read;
  const steps = page.getByRole("navigation", { name: "Onboarding steps" });
  await expect(steps.getByRole("link", { name: /Destination.*saved/ })).toBeVisible();
  await expect(name).toHaveValue("What I typed");
});
