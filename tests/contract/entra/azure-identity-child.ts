import { ClientSecretCredential } from "@azure/identity";

/** Prints a token as an unmodified Azure SDK gets it; the authority's CA comes by NODE_EXTRA_CA_CERTS. */
const { AUTHORITY_HOST, TENANT = "", CLIENT = "", SECRET = "", SCOPE = "" } = process.env;
const options = { authorityHost: AUTHORITY_HOST, disableInstanceDiscovery: true };
const credential = new ClientSecretCredential(TENANT, CLIENT, SECRET, options);
process.stdout.write((await credential.getToken(SCOPE)).token);
