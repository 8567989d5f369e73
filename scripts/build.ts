import { resolve } from "node:path";
import { buildWeb } from "./local/build-web.ts";

/** `npm run build`: the portal's production build into .next/standalone. */
const isNew = await buildWeb(resolve(import.meta.dirname, ".."));
console.log(isNew ? "Built .next/standalone." : "The build is up to date.");
