/** @type {import("next").NextConfig} */
export default {
  output: "standalone",
  poweredByHeader: false,
  reactStrictMode: true,
  outputFileTracingRoot: import.meta.dirname,
  distDir: process.env.LAKEPORT_DIST ?? ".next",
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: [
    "pg",
    "pino",
    "@azure/identity",
    "@azure/msal-node",
    "@azure/storage-file-datalake",
  ],
};
