import { expect, test } from "vitest";
import { readHubTokenRequest } from "#lib/notebooks/hub-token-request.ts";

const fields = {
  grant_type: "authorization_code",
  code: "code",
  redirect_uri: "http://127.0.0.1:4300/hub/oauth_callback",
  code_verifier: "verifier",
};
const inForm = { ...fields, client_id: "jupyterhub", client_secret: "s3cret" };

function read(form: Record<string, string> | [string, string][], authorization: string | null = null) {
  return readHubTokenRequest({
    contentType: "application/x-www-form-urlencoded",
    authorization,
    form: new URLSearchParams(form),
  });
}

function basic(id: string, secret: string): string {
  return `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString("base64")}`;
}

test("a client proves itself in the form or by HTTP Basic, and both read the same", () => {
  const posted = read(inForm);
  expect(posted).toMatchObject({ clientId: "jupyterhub", clientSecret: "s3cret", code: "code" });
  expect(read(fields, basic("jupyterhub", "s3cret"))).toEqual(posted);
});

test("a secret with every awkward character survives Basic", () => {
  const secret = "a:b c+d%e/ü";
  expect(read(fields, basic("jupyterhub", secret))?.clientSecret).toBe(secret);
});

test("proving oneself in both ways at once is refused", () => {
  expect(read(inForm, basic("jupyterhub", "s3cret"))).toBeNull();
});

test("an Authorization header that is not Basic is refused, never ignored", () => {
  expect(read(inForm, "Bearer abc")).toBeNull();
  expect(read(fields, "Basic not-a-pair")).toBeNull();
});

test("a parameter that comes twice is refused", () => {
  expect(read([...Object.entries(inForm), ["code", "another"]])).toBeNull();
});

test("anything but a form is refused", () => {
  const form = new URLSearchParams(inForm);
  const asked = { authorization: null, form };
  expect(readHubTokenRequest({ ...asked, contentType: "application/json" })).toBeNull();
  expect(readHubTokenRequest({ ...asked, contentType: null })).toBeNull();
  expect(
    readHubTokenRequest({ ...asked, contentType: "application/x-www-form-urlencoded; charset=utf-8" }),
  ).not.toBeNull();
});
