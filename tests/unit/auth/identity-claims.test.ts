import { expect, test } from "vitest";
import { readIdentity } from "#lib/auth/identity-claims.ts";
import { cast, tenantId } from "#tests/cast.ts";

const { oid, homeTid } = cast.contosoReader;
const claims = {
  tid: tenantId,
  oid,
  name: "Rosa",
  preferred_username: "Reader@Contoso.example",
  login_hint: "O.hint",
};

test("the key is tid and oid; the address is lower case; login_hint is kept", () => {
  expect(readIdentity(claims, tenantId)).toEqual({
    tenantId,
    objectId: oid,
    name: "Rosa",
    address: "reader@contoso.example",
    userType: "member",
    isPlatformAdmin: false,
    loginHint: "O.hint",
  });
});

test("another tenant's claims, and claims without a key, are nobody's", () => {
  expect(readIdentity({ ...claims, tid: homeTid }, tenantId)).toBeNull();
  expect(readIdentity({ ...claims, oid: undefined }, tenantId)).toBeNull();
  expect(readIdentity({ ...claims, oid: "reader@contoso.example" }, tenantId)).toBeNull();
  expect(readIdentity(null, tenantId)).toBeNull();
});

test("a guest is told by acct, or else by a home identity provider that is not this tenant", () => {
  const userType = (more: object) => readIdentity({ ...claims, ...more }, tenantId)?.userType;
  expect(userType({ acct: 1 })).toBe("guest");
  expect(userType({ acct: 0, idp: `https://sts.windows.net/${homeTid}/` })).toBe("member");
  expect(userType({ idp: `https://sts.windows.net/${homeTid}/` })).toBe("guest");
  expect(userType({ idp: `https://sts.windows.net/${tenantId}/` })).toBe("member");
  expect(userType({ idp: "mail" })).toBe("guest");
});

test("only the exact app role makes a platform admin; groups and directory roles make none", () => {
  const isAdmin = (more: object) => readIdentity({ ...claims, ...more }, tenantId)?.isPlatformAdmin;
  expect(isAdmin({ roles: ["Platform.Admin"] })).toBe(true);
  expect(isAdmin({ roles: ["platform.admin", "Platform.Admin2"] })).toBe(false);
  expect(isAdmin({ groups: ["Platform.Admin"], wids: ["62e90394-69f5-4237-9190-012177145e10"] })).toBe(false);
});
