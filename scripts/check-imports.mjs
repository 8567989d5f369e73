// Checks who imports whom (rules and their reasons: .dependency-cruiser.mjs).
import { cruise } from "dependency-cruiser";
import rules from "../.dependency-cruiser.mjs";

/** A TypeScript that the checker cannot use makes it see nothing and find nothing wrong. */
const modulesMin = 50;

const { output } = await cruise(
  ["app", "components", "lib", "emulators", "scripts"],
  { ...rules.options, ruleSet: { forbidden: rules.forbidden }, validate: true, outputType: "json" },
  rules.options.enhancedResolveOptions,
);
const { summary, modules } = JSON.parse(output);
const ours = modules.filter((module) => !module.source.includes("node_modules")).length;
for (const { rule, from, to } of summary.violations) {
  const { comment } = rules.forbidden.find((known) => known.name === rule.name) ?? {};
  console.error(`${from} → ${to}\n  ${rule.name}: ${comment ?? ""}`);
}
if (ours < modulesMin) {
  console.error(
    `Only ${ours} modules were seen (at least ${modulesMin} expected): the checker does not read this TypeScript.`,
  );
}
console.log(`${ours} modules, ${summary.violations.length} violations.`);
process.exit(summary.violations.length > 0 || ours < modulesMin ? 1 : 0);
