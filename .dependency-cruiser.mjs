/**
 * Who may import whom. Each comment says where the code should go instead.
 * The runner in scripts/check-imports.mjs also fails when fewer than 50 modules are seen.
 */
const effects = "^lib/(entra|lake|hub|mail)/.*-adapter\\.ts$";

export default {
  forbidden: [
    {
      name: "no-circular",
      severity: "error",
      comment: "Two files that need each other hide a third: name it and let both import it.",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "app-has-no-adapters",
      severity: "error",
      comment:
        "A route asks, shows or accepts. Call a query or a use case in lib/<noun> and hand it services.",
      from: { path: "^app/" },
      to: { path: `${effects}|^lib/platform/(prisma|db)` },
    },
    {
      name: "app-has-no-sdk",
      severity: "error",
      comment:
        "SDKs belong to one adapter each: lib/entra, lib/lake, lib/hub, lib/mail, lib/auth, lib/platform.",
      from: { path: "^(app|components)/" },
      to: {
        path: "node_modules/(@azure/(identity|msal-node|storage-)|@prisma|pg|graphile-worker|nodemailer)",
      },
    },
    {
      name: "components-have-no-effects",
      severity: "error",
      comment:
        "A component gets props. Let the page await the query and pass its result down; only types and schemas of lib may be imported here.",
      from: { path: "^components/" },
      to: {
        path: "^(app/|scripts/|lib/.*/(queries|[a-z]+-adapter)\\.ts$|lib/platform/(services|db|env|log))",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "ui-is-ours-to-give-away",
      severity: "error",
      comment: "components/ui could ship in another product: pass what it needs as props.",
      from: { path: "^components/ui/" },
      to: { path: "^(app|lib|components/(?!ui/))" },
    },
    {
      name: "acl-imports-nothing",
      severity: "error",
      comment: "lib/acl is pure arithmetic over values. What acts belongs in the use case that calls it.",
      from: { path: "^lib/acl/" },
      to: { pathNot: "^lib/acl/" },
    },
    {
      name: "lib-knows-no-framework",
      severity: "error",
      comment: "Cookies, headers and redirects are read in app; hand lib the values.",
      from: { path: "^(lib|emulators|scripts)/" },
      to: { path: "node_modules/(next|react|react-dom|server-only)/" },
    },
    {
      name: "emulators-stay-outside",
      severity: "error",
      comment: "The product does not know that an emulator exists: a setting points at it.",
      from: { path: "^(app|components|lib)/" },
      to: { path: "^(emulators|tests|bench)/" },
    },
    {
      name: "lake-emulator-judges-alone",
      severity: "error",
      comment: "The emulator decides with its own code, so that one bug cannot hide in both.",
      from: { path: "^emulators/" },
      to: { path: "^(lib|app|components)/" },
    },
    {
      name: "only-db-imports-prisma",
      severity: "error",
      comment: "Get the client from services.db; types of rows come from lib/<noun>/<noun>.ts.",
      from: { path: "^(app|components|emulators)/" },
      to: { path: "^lib/platform/prisma/" },
    },
    {
      name: "services-are-built-once",
      severity: "error",
      comment:
        "Adapters are built in lib/platform/services.ts and worker-services.ts only; take `services` as an argument.",
      from: { path: "^lib/", pathNot: "^lib/platform/(worker-)?services\\.ts$|-adapter\\.ts$" },
      to: { path: effects },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(node_modules|\\.next|\\.lakeport)/|^lib/platform/prisma/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
