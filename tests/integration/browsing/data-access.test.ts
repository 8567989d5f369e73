import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GET } from "#app/api/v1/data/[org]/[zone]/[[...path]]/route.ts";
import { cast, clients } from "#tests/cast.ts";
import { portalOrigin } from "#tests/contract/entra/started-entra.ts";
import { codeOf, type Data, site, startData } from "#tests/integration/browsing/data-client.ts";

const { contosoReader, contosoContributor, contosoAdmin, fabrikamReader, fabrikamAdmin, platformAdmin } =
  cast;

let data: Data;
beforeAll(async () => {
  data = await startData();
});
afterAll(() => data?.end());

describe("who may what", () => {
  const nothing = { list: "403 not_granted", read: "403 not_granted", write: "403 not_granted" };
  const absent = { list: "404 absent", read: "404 absent", write: "404 absent" };
  test.each([
    ["reader", contosoReader, { list: "200 ok", read: "200 ok", write: "403 read_only" }],
    ["contributor", contosoContributor, { list: "200 ok", read: "200 ok", write: "201 ok" }],
    ["admin of the organization, who was granted nothing", contosoAdmin, nothing],
    ["reader of another organization", fabrikamReader, absent],
    ["admin of another organization", fabrikamAdmin, absent],
    ["platform admin, who was granted nothing", platformAdmin, nothing],
  ])("%s", async (_, who, { list, read, write }) => {
    expect(await codeOf(await data.get(who, `${site}?list`))).toBe(list);
    expect(await codeOf(await data.get(who, `${site}/readings.csv`))).toBe(read);
    expect(await codeOf(await data.get(who, `${site}/readings.csv?preview`))).toBe(read);
    expect(await codeOf(await data.upload(who, `${site}/by-${who.oid}.csv`, "x"))).toBe(write);
    const made = await data.makeDirectory(who, `${site}/dir-${who.oid}`);
    expect(await codeOf(made)).toBe(write);
  });

  test("a guest who has not redeemed gets no token at all", async () => {
    await expect(
      data.world.entra.tokenOf(cast.contosoPending.address, `api://${clients.portal}/access_as_user`),
    ).rejects.toThrow();
  });

  test("nobody signed in gets 401 with a code", async () => {
    const reply = await GET(new Request(`${portalOrigin}/api/v1/data/${site}?list`));
    expect(await codeOf(reply)).toBe("401 not_signed_in");
  });

  test("an expired grant leads nowhere, though the lake still knows the group", async () => {
    await data.world.database.owner(
      `UPDATE "grant" SET expires_at = now() - interval '1 minute', created_at = now() - interval '1 day'
      WHERE person_id = (SELECT id FROM person WHERE object_id = $1)`,
      [contosoReader.oid],
    );
    const me = await data.get(contosoReader, `${site}/nothing-here?preview`);
    expect(await codeOf(me)).toBe("403 not_granted");
    await data.world.database.owner(
      `UPDATE "grant" SET expires_at = NULL WHERE person_id = (SELECT id FROM person WHERE object_id = $1)`,
      [contosoReader.oid],
    );
    expect(await codeOf(await data.get(contosoReader, `${site}/nothing-here?preview`))).toBe("404 absent");
  });
});

describe("refusals say nothing of what is inside", () => {
  test("another organization's folder and one that does not exist are the same answer, byte for byte", async () => {
    const bodies = await Promise.all(
      [
        "fabrikam-pharma/curated/Secret%20Plant?list",
        "fabrikam-pharma/curated/Secret%20Plant/formula.csv?preview",
        "fabrikam-pharma/curated?list",
        "no-such-organization/curated/Secret%20Plant?list",
        "contoso-dairy/no-such-zone?list",
      ].map(async (path) => {
        const reply = await data.get(contosoReader, path, { "x-correlation-id": "the-same-one" });
        return `${reply.status} ${await reply.text()}`;
      }),
    );
    expect(new Set(bodies).size).toBe(1);
    expect(bodies[0]).toContain("404");
  });

  test("without a grant, a name that exists inside and one that does not are the same answer", async () => {
    const ask = async (name: string) => {
      const reply = await data.get(contosoAdmin, `${site}/${name}?preview`, {
        "x-correlation-id": "the-same-one",
      });
      return `${reply.status} ${await reply.text()}`;
    };
    expect(await ask("readings.csv")).toBe(await ask("no-such-name.csv"));
    expect(await ask("Line%201/deep.csv")).not.toContain("deep");
  });

  test("a private folder refuses whoever holds only its ancestors, and never lists", async () => {
    expect(await codeOf(await data.get(contosoContributor, "contoso-dairy/curated/Site%20Board?list"))).toBe(
      "403 not_granted",
    );
  });

  test("the words of a refusal name the folder and an admin can help", async () => {
    const body = await (await data.get(contosoAdmin, `${site}?list`)).json();
    expect(body).toMatchObject({ code: "not_granted", title: "You have no access to Site Alkmaar" });
    expect(JSON.stringify(body)).not.toContain(data.story.contoso.partitionOf("curated"));
  });
});

describe("hostile addresses", () => {
  const hostile = () => {
    const own = data.story.contoso.partitionOf("curated");
    const other = data.story.fabrikam.partitionOf("curated");
    return [
      `contoso-dairy/curated/..%2F${other}/Secret%20Plant`,
      `contoso-dairy/curated/%2e%2e%2f${other}`,
      `contoso-dairy/curated/..%5C${other}`,
      `contoso-dairy/curated/Site%20Alkmaar/..%2f..%2f..%2f${other}/Secret%20Plant/formula.csv`,
      "contoso-dairy/curated/Site%20Alkmaar%00",
      "contoso-dairy/curated/Site%20Alkmaar/%00/x",
      "contoso-dairy/curated/%0d%0ax-ms-acl:%20user::rwx",
      "contoso-dairy/curated/%ff",
      "contoso-dairy%2f..%2ffabrikam-pharma/curated/Secret%20Plant",
      `contoso-dairy/curated%2f${other}/Secret%20Plant`,
      "contoso-dairy/raw/../../fabrikam-pharma/curated/Secret%20Plant",
      "contoso-dairy/%2e%2e/fabrikam-pharma/curated/Secret%20Plant",
      `${own}/curated`,
      `${other}/curated/Secret%20Plant`,
      "CONTOSO-DAIRY/curated/Site%20Alkmaar",
      "contoso-dairy/$root",
      "contoso-dairy/curated%3Fresource=filesystem",
    ];
  };

  test("none of them reaches anything, by any verb", async () => {
    for (const path of hostile()) {
      for (const reply of [
        await data.get(contosoContributor, `${path}?list`),
        await data.get(contosoContributor, path),
        await data.get(contosoContributor, `${path}?preview`),
        await data.upload(contosoContributor, `${path}/planted.csv`, "x"),
        await data.makeDirectory(contosoContributor, `${path}/planted`),
      ]) {
        expect(`${path} ${reply.status}`).toBe(`${path} 404`);
      }
    }
  });

  test("another partition's directory name inside one's own partition is only a name", async () => {
    const other = data.story.fabrikam.partitionOf("curated");
    const reply = await data.get(contosoContributor, `${site}/${other}?list`);
    expect(await codeOf(reply)).toBe("404 absent");
  });

  test("what is planted nowhere is nowhere in the other partition", async () => {
    expect(await data.namesIn(fabrikamReader, "fabrikam-pharma/curated/Secret%20Plant")).toEqual([
      "formula.csv",
    ]);
  });
});

describe("when things go wrong", () => {
  test("a fresh grant that the lake has not felt says until when to wait", async () => {
    await data.world.database.owner(
      `UPDATE "grant" SET created_at = now() WHERE person_id = (SELECT id FROM person WHERE object_id = $1)`,
      [fabrikamAdmin.oid],
    );
    await data.story.fabrikam.grant("curated/Secret Plant", fabrikamAdmin.address, "reader");
    // The worker has not run: recorded, but in no group yet.
    const reply = await data.get(fabrikamAdmin, "fabrikam-pharma/curated/Secret%20Plant?list");
    expect(await reply.json()).toMatchObject({
      code: "not_yet_felt",
      detail: expect.stringMatching(/\d\d:\d\d UTC/),
    });
    await data.world.settle();
    const felt = await data.get(fabrikamAdmin, "fabrikam-pharma/curated/Secret%20Plant?list");
    expect(felt.status).toBe(200);
  });

  test("a lake that is down is 503 with words and an id, never a stack", async () => {
    const { createLake } = await import("#lib/lake/lake-adapter.ts");
    globalThis.lakeportServices = {
      ...data.world.services,
      lake: createLake({ LAKE_URL: "https://127.0.0.1:1/lakeportlocal" }),
      log: data.world.services.log.child({}, { level: "silent" }),
    };
    const reply = await data.get(contosoReader, `${site}?list`);
    globalThis.lakeportServices = data.world.services;
    expect(reply.status).toBe(503);
    const text = await reply.text();
    expect(text).toContain("lake_unavailable");
    expect(text).toContain(reply.headers.get("x-correlation-id"));
    expect(text).not.toContain("127.0.0.1");
  });
});
