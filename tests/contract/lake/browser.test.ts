import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { account, createWorld, makeDirectory, openRoot, type World } from "#tests/contract/lake/world.ts";

const origin = "http://localhost:3000";
const ada = "a0000000-0000-4000-8000-000000000001";
let world: World;

beforeAll(async () => {
  world = await createWorld();
  await openRoot(world);
  await makeDirectory(
    world,
    "curated/mine",
    `user::rwx,user:${ada}:rwx,group::---,mask::rwx,other::---,default:user::rwx,default:user:${ada}:rwx,default:group::---,default:mask::rwx,default:other::---`,
  );
});
afterAll(() => world.close());

async function preflight(from: string, method: string, headers: string): Promise<Response> {
  return fetch(`${world.lake.http}/${account}/curated/mine/a.csv?action=append&position=0`, {
    method: "OPTIONS",
    headers: {
      origin: from,
      "access-control-request-method": method,
      "access-control-request-headers": headers,
    },
  });
}

describe("a browser with its own token", () => {
  test("the portal's origin may send every verb of the DFS protocol, PATCH included, without a token in the preflight", async () => {
    for (const method of ["GET", "HEAD", "PUT", "PATCH", "DELETE"]) {
      const answer = await preflight(origin, method, "authorization,x-ms-version,x-ms-client-request-id");
      expect(answer.status).toBe(200);
      expect(answer.headers.get("access-control-allow-origin")).toBe(origin);
      expect(answer.headers.get("access-control-allow-methods")).toBe(method);
      expect(answer.headers.get("access-control-allow-headers")).toContain("authorization");
      expect(answer.headers.get("vary")).toContain("Origin");
    }
  });

  test("another origin is refused with CorsPreflightFailure and gets no allow header on real requests", async () => {
    const answer = await preflight("http://evil.example", "GET", "authorization");
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain("<Code>CorsPreflightFailure</Code>");
    const real = await world.call(ada, "GET /curated?resource=filesystem&recursive=false&directory=mine", {
      headers: { origin: "http://evil.example" },
    });
    expect(real.headers.get("access-control-allow-origin")).toBeNull();
  });

  test("uploads and downloads by plain fetch, and may read the headers it needs", async () => {
    const headers = { origin };
    expect((await world.call(ada, "PUT /curated/mine/a.csv?resource=file", { headers })).status).toBe(201);
    expect(
      (
        await world.call(ada, "PATCH /curated/mine/a.csv?action=append&position=0", {
          headers,
          body: "a,b\n",
        })
      ).status,
    ).toBe(202);
    expect(
      (await world.call(ada, "PATCH /curated/mine/a.csv?action=flush&position=4&_=1234", { headers })).status,
    ).toBe(200);
    const read = await world.call(ada, "GET /curated/mine/a.csv", {
      headers: { ...headers, range: "bytes=0-2" },
    });
    expect([read.status, read.text]).toEqual([206, "a,b"]);
    expect(read.headers.get("access-control-expose-headers")).toMatch(
      /ETag.*Content-Range|Content-Range.*ETag/s,
    );
    expect(read.headers.get("access-control-allow-origin")).toBe(origin);
  });

  test("a refusal carries the CORS headers too, so that the page can read its code", async () => {
    const refused = await world.call("b0000000-0000-4000-8000-000000000001", "GET /curated/mine/a.csv", {
      headers: { origin },
    });
    expect([refused.status, refused.code]).toEqual([403, "AuthorizationPermissionMismatch"]);
    expect(refused.headers.get("access-control-allow-origin")).toBe(origin);
    expect(refused.headers.get("access-control-expose-headers")).toContain("x-ms-error-code");
  });
});
