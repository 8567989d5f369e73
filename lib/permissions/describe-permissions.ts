import type { Reach } from "#lib/permissions/actions.ts";
import { rules } from "#lib/permissions/can.ts";

const words: Record<Reach, string> = {
  no: "no",
  own: "own only",
  organization: "in own organization",
  any: "any",
};

/** The table of who may do what as Markdown, made from the rules themselves, for the docs. */
export function describePermissions(): string {
  const lines = Array.from(
    rules,
    ([action, rule]) =>
      `| ${rule.words} | \`${action}\` | ${words[rule.consumer]} | ${words[rule.orgAdmin]} | ${words[rule.platformAdmin]} |`,
  );
  return ["| | action | consumer | org admin | platform admin |", "|---|---|---|---|---|", ...lines, ""].join(
    "\n",
  );
}
