// The built portal as a child of the supervisor: Next's own standalone server, named by the first argument.
import { pathToFileURL } from "node:url";

const [server = ""] = process.argv.slice(2);
await import(pathToFileURL(server).href);
