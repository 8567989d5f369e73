import { z } from "zod";
import type { CookieJar } from "#tests/cookies.ts";

type Wish = { organization: string; zone: string; path: string; profile: string };

/** The form "Start notebook" as the portal served it, and what its button does: a post of its fields. */
export type LaunchForm = { url: string; fields: [string, string][] };

/** Opens the page on which a person chooses a profile; the hidden fields name the server action. */
export async function openLaunchForm(portal: string, jar: CookieJar, wish: Wish): Promise<LaunchForm> {
  const query = new URLSearchParams({ zone: wish.zone, path: wish.path });
  const url = `${portal}/${wish.organization}/notebooks/new?${query}`;
  const page = await (await jar.fetch(url)).text();
  const form = page.split("<form").find((part) => part.includes('name="profile"')) ?? "";
  const hidden = [...form.matchAll(/<input type="hidden" name="([^"]*)"(?: value="([^"]*)")?/g)].map(
    ([, name = "", value = ""]): [string, string] => [name, decoded(value)],
  );
  if (!hidden.some(([name]) => name.startsWith("$ACTION"))) {
    throw new Error("The launch page has no form that works without its script.");
  }
  return { url, fields: [...hidden, ["profile", wish.profile]] };
}

/** Presses the button and follows the start until the Hub's server is ready: the address where the browser enters. */
export async function press(portal: string, jar: CookieJar, form: LaunchForm): Promise<string> {
  const boundary = "----bench";
  const parts = form.fields.map(
    ([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const answer = await jar.fetch(form.url, {
    method: "POST",
    headers: {
      "content-type": `multipart/form-data; boundary=${boundary}`,
      origin: portal,
      "sec-fetch-site": "same-origin",
    },
    body: `${parts.join("")}--${boundary}--\r\n`,
  });
  const id = answer.headers.get("location")?.split("/").at(-1);
  if (id === undefined) {
    throw new Error(`The start was refused: ${answer.status}.`);
  }
  const events = await (await jar.fetch(`${portal}/api/v1/servers/${id}/progress`)).text();
  const last =
    events
      .trim()
      .split("\n")
      .at(-1)
      ?.replace(/^data: /, "") ?? "";
  return z.object({ state: z.literal("ready"), address: z.string() }).parse(JSON.parse(last)).address;
}

function decoded(value: string): string {
  return value
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
