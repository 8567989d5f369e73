import type { Page } from "playwright-core";
import type { CastMember } from "#tests/cast.ts";
import type { StoryCloud } from "#tests/e2e/global-setup.ts";

/** The portal's button, which leads to Entra's page with the demo people. */
export async function goToEntra(page: Page, cloud: StoryCloud): Promise<void> {
  await page.goto(`${cloud.portal}/`);
  await page.waitForURL(/\/sign-in/);
  await page
    .getByRole("link", { name: /sign in with microsoft/i })
    .or(page.getByRole("button", { name: /sign in with microsoft/i }))
    .first()
    .click();
  await page.waitForURL((url) => url.origin === cloud.entra);
}

/** Signs in as a person does: the portal's button, then Entra's page, then back. */
export async function signInByPages(page: Page, cloud: StoryCloud, person: CastMember): Promise<void> {
  await goToEntra(page, cloud);
  await page.locator(`[data-person="${person.address}"]`).first().click();
  await page.waitForURL((url) => url.origin === cloud.portal && !url.pathname.startsWith("/api/"));
}

/** The row of an entry in the list of files. */
export function entryLink(page: Page, name: string) {
  return page.getByRole("row").getByRole("link", { name, exact: true });
}

/** Opens a page by address and returns its status. */
export async function statusOf(page: Page, url: string): Promise<number> {
  const response = await page.goto(url);
  return response?.status() ?? 0;
}

/** The words of the page's main part. */
export async function mainWords(page: Page): Promise<string> {
  return ((await page.locator("main").textContent()) ?? "").replace(/\s+/g, " ");
}
