import { InteractionRequiredAuthError, ServerError } from "@azure/msal-node";
import { expect, test } from "vitest";
import { judgeTokenError } from "#lib/auth/judge-token-error.ts";
import { failureCodeOf, signInFailure } from "#lib/auth/sign-in-failure.ts";

test.each([
  [50020, "guest_missing"],
  [50105, "not_assigned"],
  [50057, "account_disabled"],
  [65001, "consent_missing"],
  [65004, "declined"],
  [50011, "redirect_mismatch"],
  [7000215, "credential_wrong"],
  [7000222, "credential_wrong"],
  [53003, "blocked"],
  [50076, "second_factor"],
  [54005, "attempt_lost"],
])("AADSTS%i is %s, from Entra's text and from what MSAL throws", (number, code) => {
  const text = `AADSTS${number}: Some words. Trace ID: 0`;
  expect(failureCodeOf(text, "unexpected")).toBe(code);
  expect(
    failureCodeOf(new ServerError("invalid_grant", "", `Error(s): ${number} - ${text}`), "unexpected"),
  ).toBe(code);
});

test("an unknown number gives what the caller falls back to", () => {
  expect(failureCodeOf("AADSTS99999: new", "refused")).toBe("refused");
  expect(failureCodeOf(undefined, "unreachable")).toBe("unreachable");
});

test("every failure has words, says who acts, and an unknown or hostile code reads as unexpected", () => {
  for (const code of ["guest_missing", "blocked", "session_ended", "attempt_lost"]) {
    expect(signInFailure(code)).toMatchObject({ code, title: expect.stringMatching(/\w/) });
  }
  for (const code of ["", "<script>", "constructor", "__proto__", "toString"]) {
    expect(signInFailure(code).code).toBe("unexpected");
  }
});

const interaction = (number: number, claims: string) =>
  new InteractionRequiredAuthError(
    "interaction_required",
    "",
    `AADSTS${number}: x`,
    "basic_action",
    "",
    "",
    claims,
  );

test("a claims challenge and a missing second factor are a step-up; other interaction means signing in again", () => {
  expect(judgeTokenError(interaction(53003, "{}"))).toEqual({ ok: false, refusal: "step_up", claims: "{}" });
  expect(judgeTokenError(interaction(50076, ""))).toEqual({ ok: false, refusal: "step_up", claims: "" });
  expect(judgeTokenError(interaction(65001, ""))).toEqual({ ok: false, refusal: "sign_in_again" });
  const revoked = new ServerError("invalid_grant", "", "AADSTS50173: x", "", "50173", 400);
  expect(judgeTokenError(revoked)).toEqual({ ok: false, refusal: "sign_in_again" });
});

test("a portal that Entra does not accept, a broken Entra and anything unknown are faults", () => {
  const fault = expect.objectContaining({ code: "token_unavailable" });
  const wrongSecret = new ServerError("invalid_client", "", "AADSTS7000215: x", "", "7000215", 401);
  expect(() => judgeTokenError(wrongSecret)).toThrow(fault);
  expect(() => judgeTokenError(new ServerError("server_error", "", "x", "", "", 503))).toThrow(fault);
  expect(() => judgeTokenError(new Error("?"))).toThrow(fault);
});
