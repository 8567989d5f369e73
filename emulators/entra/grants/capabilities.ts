import { EntraRefusal } from "#emulators/entra/aadsts.ts";

/** The client capabilities (`xms_cc`, for example cp1) that a request's `claims` parameter declares. */
export function capabilitiesIn(form: URLSearchParams): string[] {
  const claims = form.get("claims");
  if (claims === null) return [];
  try {
    const text = JSON.stringify(JSON.parse(claims));
    const [, values = ""] = /"xms_cc":\{[^{}]*"values":\[([^\]]*)\]/.exec(text) ?? [];
    return values
      .split(",")
      .map((value) => value.replaceAll('"', ""))
      .filter(Boolean);
  } catch {
    throw new EntraRefusal(9002313, { detail: "The claims parameter is not JSON." });
  }
}
