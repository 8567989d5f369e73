import { type Call, queryOf, type Reply } from "#emulators/lake/call.ts";
import { demandCreation } from "#emulators/lake/operations/create-path.ts";
import { commitBlob } from "#emulators/lake/operations/put-blob.ts";
import { type BlockPlace, dropBlocks, stageBlock, stagedBlocks } from "#emulators/lake/store/blocks.ts";
import { inTransaction } from "#emulators/lake/store/database.ts";
import type { Extent } from "#emulators/lake/store/segments.ts";
import { readSmallBody, storeBody } from "#emulators/lake/wire/body.ts";
import { stampHeaders } from "#emulators/lake/wire/conditions.ts";
import { checkLease } from "#emulators/lake/wire/lease.ts";
import { type Located, locate, pathText } from "#emulators/lake/wire/locate.ts";
import { notEmulated, Refusal } from "#emulators/lake/wire/refusal.ts";
import { element, xmlDocument } from "#emulators/lake/wire/xml.ts";

/** Put Block: `PUT ?comp=block&blockid=…`. The bytes wait until a block list names them. */
export async function putBlock(call: Call): Promise<Reply> {
  if (call.request.headers["x-ms-copy-source"]) throw notEmulated("Put Block From URL");
  const name = blockNameOf(call);
  const located = locate(call);
  demandCreation(call, located);
  checkLease(call, { lease: located.target?.extra.lease, isWrite: true });
  const extent = await storeBody(call);
  stageBlock(call.lake.store, placeOf(located), { name, extent });
  return { status: 201, headers: { "x-ms-request-server-encrypted": "true" } };
}

function blockNameOf(call: Call): string {
  const name = queryOf(call, "blockid");
  if (name === undefined)
    throw new Refusal("MissingRequiredQueryParameter", { details: { QueryParameterName: "blockid" } });
  if (!/^[A-Za-z0-9+/ ]+={0,2}$/.test(name) || name.length > 88) throw new Refusal("InvalidBlockId");
  return name.replaceAll(" ", "+");
}

function placeOf(located: Located): BlockPlace {
  return { container: located.container.root, target: pathText(located) };
}

/** Put Block List: the blob is exactly the listed blocks, in that order. */
export async function putBlockList(call: Call): Promise<Reply> {
  const names = blockNames(await readSmallBody(call));
  const place = placeOf(locate(call));
  const staged = new Map(stagedBlocks(call.lake.store, place).map((block) => [block.name, block.extent]));
  const extents = names.flatMap((name): Extent[] => {
    const extent = staged.get(name);
    if (!extent) throw new Refusal("InvalidBlockList");
    return [extent];
  });
  const path = inTransaction(call.lake.store.index, () => {
    dropBlocks(call.lake.store, place);
    return commitBlob(call, extents);
  });
  return { status: 201, headers: { ...stampHeaders(path), "x-ms-request-server-encrypted": "true" } };
}

/** Latest, Uncommitted and Committed in document order; committed blocks are not kept apart. */
function blockNames(xml: string): string[] {
  if (!/<BlockList[\s/>]/.test(xml)) throw new Refusal("InvalidXmlDocument");
  return [...xml.matchAll(/<(Latest|Uncommitted|Committed)>\s*([^<]*?)\s*<\/\1>/g)].map(
    (match) => match[2] ?? "",
  );
}

/** Get Block List: what waits, and the blob's content as one committed block where there is any. */
export function getBlockList(call: Call): Reply {
  const located = locate(call);
  demandCreation(call, located);
  const waiting = stagedBlocks(call.lake.store, placeOf(located));
  if (!located.target && waiting.length === 0) throw new Refusal("PathNotFound");
  const type = queryOf(call, "blocklisttype")?.toLowerCase() ?? "committed";
  const shown = type === "committed" ? [] : waiting;
  const block = (name: string, size: number) =>
    `<Block>${element("Name", name)}${element("Size", size)}</Block>`;
  const uncommitted = `<UncommittedBlocks>${shown.map((item) => block(item.name, item.extent.length)).join("")}</UncommittedBlocks>`;
  const body = xmlDocument(`<BlockList><CommittedBlocks />${uncommitted}</BlockList>`);
  const stamps = located.target ? stampHeaders(located.target) : {};
  return { status: 200, headers: { ...stamps, "content-type": "application/xml" }, body };
}
