import fc from "fast-check";
import type { AccessGroups } from "#lib/acl/directory.ts";
import {
  type Acl,
  type AclEntry,
  type Bits,
  inServiceOrder,
  parseQualifier,
  type Qualifier,
  type Scope,
  toBits,
} from "#lib/acl/entry.ts";

/** The id as a qualifier; throws when a test spells it wrong. */
export function qualifier(text: string): Qualifier {
  const parsed = parseQualifier(text);
  if (!parsed) throw new Error(`not a qualifier: ${text}`);
  return parsed;
}

/** The n-th of an endless row of ids, readable in a failure. */
export function idOf(n: number): Qualifier {
  return qualifier(`00000000-0000-4000-8000-${n.toString(16).padStart(12, "0")}`);
}

/** R and C of the n-th folder of a test: ids 2n and 2n+1 of a row of their own. */
export function groupsOf(n: number): AccessGroups {
  return { reader: idOf(0x1000 + 2 * n), contributor: idOf(0x1001 + 2 * n) };
}

export const anyBits: fc.Arbitrary<Bits> = fc.integer({ min: 0, max: 7 }).map(toBits);

export const anyQualifier: fc.Arbitrary<Qualifier> = fc.oneof(
  fc.uuid().map(qualifier),
  fc.constant(qualifier("$superuser")),
  fc.constant(qualifier("reader_contoso.example#EXT#@northwind.example")),
);

const anyNamed = (scope: Scope): fc.Arbitrary<readonly AclEntry[]> =>
  fc.uniqueArray(
    fc.record<AclEntry>({
      scope: fc.constant(scope),
      tag: fc.constantFrom("user", "group"),
      qualifier: anyQualifier,
      bits: anyBits,
    }),
    { maxLength: 28, selector: (entry) => `${entry.tag}:${entry.qualifier}` },
  );

const anyScope = (scope: Scope): fc.Arbitrary<readonly AclEntry[]> =>
  fc
    .record({
      user: anyBits,
      group: anyBits,
      other: anyBits,
      mask: anyBits,
      named: anyNamed(scope),
      isMasked: fc.boolean(),
    })
    .map(({ user, group, other, mask, named, isMasked }) => [
      { scope, tag: "user", qualifier: null, bits: user },
      { scope, tag: "group", qualifier: null, bits: group },
      { scope, tag: "other", qualifier: null, bits: other },
      ...(isMasked || named.length > 0 ? [{ scope, tag: "mask", qualifier: null, bits: mask } as const] : []),
      ...named,
    ]);

/** A complete ACL, default part included or not, in the lake's order. */
export const anyAcl: fc.Arbitrary<Acl> = fc
  .tuple(anyScope("access"), fc.option(anyScope("default")))
  .map(([access, defaults]) => inServiceOrder([...access, ...(defaults ?? [])]));
