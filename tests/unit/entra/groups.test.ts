import { describe, expect, test } from "vitest";
import { readAddedMember, readFoundGroup, readMadeGroup, readRemovedMember } from "#lib/entra/groups.ts";
import { faultCode } from "#lib/platform/errors.ts";
import {
  alreadyMember,
  answer,
  denied,
  graphError,
  notReplicated,
  sourceNotReplicated,
} from "#tests/unit/entra/answers.ts";

const id = "b1a2c3d4-0000-4000-8000-000000000001";

describe("adding a member", () => {
  test("succeeds on 204", () => {
    expect(readAddedMember(answer(204))).toEqual({ ok: true, value: undefined });
  });

  test("succeeds when the object is a member already", () => {
    expect(readAddedMember(answer(400, alreadyMember))).toEqual({ ok: true, value: undefined });
  });

  test.each([
    [404, notReplicated],
    [400, sourceNotReplicated],
  ])("is lagging, not refused, while a new object has not been replicated (%i)", (status, body) => {
    expect(readAddedMember(answer(status, body))).toEqual({ lagging: true });
  });

  test("is refused as forbidden on 403 and as throttled on a 429 that outlasted the retries", () => {
    expect(readAddedMember(answer(403, denied))).toMatchObject({ ok: false, refusal: "forbidden" });
    expect(readAddedMember(answer(429, graphError("TooManyRequests", "")))).toMatchObject({
      ok: false,
      refusal: "throttled",
    });
  });

  test("is a fault on any other 400", () => {
    const body = graphError("Request_BadRequest", "Invalid object identifier 'x'.");
    expect(() => readAddedMember(answer(400, body))).toThrow(/Invalid object identifier/);
  });
});

describe("removing a member", () => {
  test.each([204, 404])("is done on %i: what was wanted is so", (status) => {
    expect(readRemovedMember(answer(status, status === 404 ? notReplicated : null)).ok).toBe(true);
  });

  test("is refused as forbidden on 403", () => {
    expect(readRemovedMember(answer(403, denied))).toMatchObject({ refusal: "forbidden" });
  });
});

describe("making a group", () => {
  test("yields the id in lower case", () => {
    expect(readMadeGroup(answer(201, { id: id.toUpperCase() }))).toEqual({ ok: true, value: id });
  });

  test("is refused as taken on 409 and as over quota where the directory is full", () => {
    const conflict = graphError(
      "Request_BadRequest",
      "Another object with the same value for property exists.",
    );
    expect(readMadeGroup(answer(409, conflict))).toMatchObject({ refusal: "taken" });
    const full = graphError(
      "Directory_QuotaExceeded",
      "The directory object quota limit for the Principal has been exceeded.",
    );
    expect(readMadeGroup(answer(403, full))).toMatchObject({ refusal: "over_quota" });
  });

  test("is a fault of the directory on 500", () => {
    const judge = () => readMadeGroup(answer(500, graphError("InternalServerError", "")));
    expect(judge).toThrow();
    try {
      judge();
    } catch (error) {
      expect(faultCode(error)).toBe("directory_unavailable");
    }
  });
});

describe("finding a group", () => {
  test("picks the same one of two that bear one name, whatever their order", () => {
    const other = "a0000000-0000-4000-8000-000000000009";
    expect(readFoundGroup(answer(200, { value: [{ id }, { id: other }] }))).toBe(other);
    expect(readFoundGroup(answer(200, { value: [{ id: other }, { id }] }))).toBe(other);
    expect(readFoundGroup(answer(200, { value: [] }))).toBeNull();
  });
});
