/** The demo people as every test knows them: `oid` in the operator's tenant, `homeOid` and `homeTid` at home. */
export type CastMember = { address: string; name: string; oid: string; homeOid: string; homeTid: string };

export const tenantId = "8d6f3f0e-5c1a-4f5e-9b1e-1a6b0c0d0e01";

/** Client ids of the applications in infra/entra.json. */
export const clients = {
  portal: "8d6f3f0e-5c1a-4f5e-9b1e-1a6b0c0d0e11",
  worker: "8d6f3f0e-5c1a-4f5e-9b1e-1a6b0c0d0e12",
  cli: "8d6f3f0e-5c1a-4f5e-9b1e-1a6b0c0d0e13",
  pipeline: "8d6f3f0e-5c1a-4f5e-9b1e-1a6b0c0d0e14",
} as const;

/** Object ids of the same applications' service principals. */
export const principals = {
  portal: "8d6f3f0e-5c1a-4f5e-9b1e-1a6b0c0d0e21",
  worker: "8d6f3f0e-5c1a-4f5e-9b1e-1a6b0c0d0e22",
  cli: "8d6f3f0e-5c1a-4f5e-9b1e-1a6b0c0d0e23",
  pipeline: "8d6f3f0e-5c1a-4f5e-9b1e-1a6b0c0d0e24",
} as const;

const contoso = "3c5f2b9a-7d41-4e0c-8a36-2f9d10c0aa01";
const fabrikam = "5fab41c7-93e2-4b6d-b7f0-61c2e4d0bb01";

/** Northwind operates; the Fabrikam people are the eternal "may not". */
export const cast = {
  platformAdmin: {
    address: "platform-admin@northwind.example",
    name: "Nora Lindqvist",
    oid: "a1000000-0000-4000-8000-000000000001",
    homeOid: "a1000000-0000-4000-8000-000000000001",
    homeTid: tenantId,
  },
  contosoAdmin: {
    address: "admin@contoso.example",
    name: "Carla Mendes",
    oid: "c1000000-0000-4000-8000-000000000001",
    homeOid: "c2000000-0000-4000-8000-000000000001",
    homeTid: contoso,
  },
  contosoReader: {
    address: "reader@contoso.example",
    name: "Rosa Keller",
    oid: "c1000000-0000-4000-8000-000000000002",
    homeOid: "c2000000-0000-4000-8000-000000000002",
    homeTid: contoso,
  },
  contosoContributor: {
    address: "contributor@contoso.example",
    name: "Chidi Okafor",
    oid: "c1000000-0000-4000-8000-000000000003",
    homeOid: "c2000000-0000-4000-8000-000000000003",
    homeTid: contoso,
  },
  contosoPending: {
    address: "pending@contoso.example",
    name: "Petra Novak",
    oid: "c1000000-0000-4000-8000-000000000004",
    homeOid: "c2000000-0000-4000-8000-000000000004",
    homeTid: contoso,
  },
  fabrikamAdmin: {
    address: "admin@fabrikam.example",
    name: "Farid Haddad",
    oid: "f1000000-0000-4000-8000-000000000001",
    homeOid: "f2000000-0000-4000-8000-000000000001",
    homeTid: fabrikam,
  },
  fabrikamReader: {
    address: "reader@fabrikam.example",
    name: "Freya Sund",
    oid: "f1000000-0000-4000-8000-000000000002",
    homeOid: "f2000000-0000-4000-8000-000000000002",
    homeTid: fabrikam,
  },
} as const satisfies Record<string, CastMember>;
