import { expect, test } from "vitest";
import { jobKey, jobSchema } from "#lib/jobs/job.ts";

const organizationId = "0190a000-0000-7000-8000-000000000001";
const folderId = "0190a000-0000-7000-8000-000000000002";
const personId = "0190a000-0000-7000-8000-000000000003";

test("jobs about different things have different keys, and the same job always the same", () => {
  const jobs = [
    { task: "apply-access", organizationId, folderId, personId },
    { task: "apply-access", organizationId, folderId: personId, personId },
    { task: "apply-folder", organizationId, folderId },
    { task: "apply-membership", organizationId, personId },
    { task: "expire-grants" },
  ] as const;
  expect(new Set(jobs.map(jobKey)).size).toBe(jobs.length);
  expect(jobKey(jobs[0])).toBe(jobKey({ ...jobs[0] }));
});

test("a payload that names no organization, or another task, is no job", () => {
  expect(jobSchema.safeParse({ task: "apply-folder", folderId }).success).toBe(false);
  expect(jobSchema.safeParse({ task: "drop-everything" }).success).toBe(false);
  expect(jobSchema.safeParse({ task: "apply-folder", organizationId, folderId: "x" }).success).toBe(false);
});
