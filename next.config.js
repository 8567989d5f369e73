/** @type {import("next").NextConfig} */
export default {
  output: "standalone",
  poweredByHeader: false,
  reactStrictMode: true,
  outputFileTracingRoot: import.meta.dirname,
  distDir: process.env.LAKEPORT_DIST ?? ".next",
  typescript: { ignoreBuildErrors: true },
  // Measured 2026-11-21: a third of the processor time of a fresh clone's build went into writing this cache.
  experimental: { turbopackFileSystemCacheForBuild: false },
  serverExternalPackages: [
    "pg",
    "pino",
    "@azure/identity",
    "@azure/msal-node",
    "@azure/storage-file-datalake",
  ],
};
