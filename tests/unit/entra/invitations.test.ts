import { expect, test } from "vitest";
import { readInvitation } from "#lib/entra/invitations.ts";
import { answer, denied, graphError } from "#tests/unit/entra/answers.ts";

test("an invitation yields the guest's id and the secret link", () => {
  const body = {
    id: "7b92124c-9fa9-406f-8b8e-225df8376ba9",
    inviteRedeemUrl: "https://login.microsoftonline.com/redeem?rd=x",
    status: "PendingAcceptance",
    invitedUser: { id: "243b1de4-ad9f-421c-a933-d55305fb165d" },
  };
  expect(readInvitation(answer(201, body))).toEqual({
    ok: true,
    value: { objectId: body.invitedUser.id, redeemUrl: body.inviteRedeemUrl },
  });
});

test.each([
  [
    "invitations_off",
    403,
    graphError(
      "Unauthorized",
      "Guest invitations not allowed for your company. Contact your company administrator for more details.",
    ),
  ],
  [
    "domain_refused",
    400,
    graphError(
      "BadRequest",
      "The invitation could not be sent: the domain is blocked by the allow or deny list of your company.",
    ),
  ],
  ["forbidden", 403, denied],
  ["throttled", 429, graphError("TooManyRequests", "Too many requests.")],
])("an invitation is refused as %s, in the tenant's own words", (refusal, status, body) => {
  expect(readInvitation(answer(status, body))).toMatchObject({ ok: false, refusal });
});

test("an invitation to something that is no address is a fault of ours", () => {
  expect(() => readInvitation(answer(400, graphError("BadRequest", "Invalid email address.")))).toThrow(
    /Invalid/,
  );
});
