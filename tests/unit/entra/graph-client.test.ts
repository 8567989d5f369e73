import { describe, expect, test } from "vitest";
import { createGraphClient, sameOrigin } from "#lib/entra/graph-client.ts";
import { retryDelayMs } from "#lib/entra/retry-delay.ts";

const baseUrl = "https://graph.example/v1.0";
const noon = { date: new Date("2026-11-20T12:00:00Z"), chance: 0 };

/** A client whose network answers from a list; what was sent and waited is kept. */
function scripted(answers: (Response | Error)[]) {
  const sent: { url: string; headers: Headers }[] = [];
  const waited: number[] = [];
  const client = createGraphClient({
    baseUrl,
    accessToken: async () => "token-of-the-service",
    chance: () => 0,
    wait: async (milliseconds) => waited.push(milliseconds),
    fetch: async (url, init) => {
      sent.push({ url: String(url), headers: new Headers(init?.headers) });
      const next = answers.shift() ?? new Response("{}", { status: 500 });
      if (next instanceof Error) {
        throw next;
      }
      return next;
    },
  });
  return { client, sent, waited };
}

describe("waiting before another attempt", () => {
  test("honours Retry-After in decimal seconds and as a date, and never comes earlier", () => {
    expect(retryDelayMs({ status: 429, retryAfter: "1.5" }, 1, noon)).toBeGreaterThanOrEqual(1500);
    const date = "Fri, 20 Nov 2026 12:00:03 GMT";
    expect(retryDelayMs({ status: 503, retryAfter: date }, 1, noon)).toBeGreaterThanOrEqual(3000);
  });

  test("doubles with jitter where the service names no time", () => {
    const delays = [1, 2, 3].map((attempt) => retryDelayMs({ status: 504, retryAfter: null }, attempt, noon));
    expect(delays).toEqual([150, 300, 600]);
  });

  test("ends after four attempts, and at once when the wait would be longer than 20 seconds", () => {
    expect(retryDelayMs({ status: 429, retryAfter: "1" }, 4, noon)).toBeNull();
    expect(retryDelayMs({ status: 429, retryAfter: "600" }, 1, noon)).toBeNull();
  });

  test.each([200, 204, 400, 401, 403, 404, 409, 500])("is not done on %i", (status) => {
    expect(retryDelayMs({ status, retryAfter: null }, 1, noon)).toBeNull();
  });
});

describe("the Graph client", () => {
  test("sends the token and a fresh request id with every attempt, and retries a 429", async () => {
    const throttled = new Response("{}", { status: 429, headers: { "retry-after": "0.2" } });
    const { client, sent, waited } = scripted([throttled, Response.json({ value: [] })]);
    const response = await client.send({ method: "GET", path: "/groups" });
    expect(response.status).toBe(200);
    expect(waited).toHaveLength(1);
    expect(waited[0]).toBeGreaterThanOrEqual(200);
    expect(sent.map((one) => one.headers.get("authorization"))).toEqual(
      Array(2).fill("Bearer token-of-the-service"),
    );
    expect(new Set(sent.map((one) => one.headers.get("client-request-id"))).size).toBe(2);
  });

  test("hands the last 429 on instead of asking for ever", async () => {
    const { client, sent } = scripted([1, 2, 3, 4, 5].map(() => new Response("{}", { status: 429 })));
    expect((await client.send({ method: "GET", path: "/groups" })).status).toBe(429);
    expect(sent).toHaveLength(4);
  });

  test("collects all pages of a list", async () => {
    const next = `${baseUrl}/groups?$skiptoken=2`;
    const { client } = scripted([
      Response.json({ value: [1, 2], "@odata.nextLink": next }),
      Response.json({ value: [3] }),
    ]);
    expect(await client.list("groups", "/groups")).toEqual([1, 2, 3]);
  });

  test("never carries the token to another origin, even when a page's link says so", async () => {
    const { client, sent } = scripted([
      Response.json({ value: [1], "@odata.nextLink": "https://elsewhere.example/v1.0/groups" }),
      Response.json({ value: [2] }),
    ]);
    await expect(client.list("groups", "/groups")).rejects.toThrow(/elsewhere/);
    expect(sent).toHaveLength(1);
    expect(() => sameOrigin(baseUrl, "http://graph.example/v1.0/groups")).toThrow();
  });

  test("says that the directory is unavailable when nothing answers", async () => {
    const { client } = scripted([new TypeError("fetch failed")]);
    await expect(client.send({ method: "GET", path: "/groups" })).rejects.toMatchObject({
      code: "directory_unavailable",
    });
  });
});
