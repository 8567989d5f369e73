import { describe, expect, test } from "vitest";
import { readFirstPerson, readGroupIds, readPerson } from "#lib/entra/persons.ts";
import { answer, notReplicated } from "#tests/unit/entra/answers.ts";

const guest = {
  "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#users/$entity",
  id: "c1000000-0000-4000-8000-000000000004",
  displayName: "Petra Novak",
  mail: "pending@contoso.example",
  userPrincipalName: "pending_contoso.example#EXT#@northwind.onmicrosoft.com",
  userType: "Guest",
  accountEnabled: true,
  externalUserState: "PendingAcceptance",
};

describe("a person as Graph describes them", () => {
  test("is a guest who has not redeemed while Graph says PendingAcceptance", () => {
    expect(readPerson(answer(200, guest))).toEqual({
      objectId: guest.id,
      name: "Petra Novak",
      address: "pending@contoso.example",
      userType: "guest",
      isEnabled: true,
      redemption: "pending",
    });
  });

  test("counts as redeemed when the guest is older than the state itself", () => {
    expect(readPerson(answer(200, { ...guest, externalUserState: null }))?.redemption).toBe("redeemed");
  });

  test("has no redemption as a member, and falls back to the UPN without mail", () => {
    const member = { ...guest, userType: "Member", externalUserState: null, mail: null };
    expect(readPerson(answer(200, member))).toMatchObject({
      userType: "member",
      redemption: null,
      address: guest.userPrincipalName,
    });
  });

  test("is nobody on 404 and in an empty list", () => {
    expect(readPerson(answer(404, notReplicated))).toBeNull();
    expect(readFirstPerson(answer(200, { value: [] }))).toBeNull();
  });

  test("is a fault, not nobody, when Graph refuses or answers something else", () => {
    expect(() => readPerson(answer(403))).toThrow(/403/);
    expect(() => readFirstPerson(answer(200, "<html>"))).toThrow();
    expect(() => readGroupIds(answer(429))).toThrow(/429/);
  });
});
