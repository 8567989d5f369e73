/** Who asks: the account's key holder, a person or application by Entra token, or nobody. */
export type Caller =
  | { kind: "key" }
  | {
      kind: "principal";
      oid: string;
      tid: string;
      appid: string;
      idtyp: "user" | "app";
      groups: ReadonlySet<string>;
    };

/** How what the account's key makes is owned (recorded). */
export const superUser = "$superuser";

/** The owner of what this caller creates. */
export function ownerName(caller: Caller): string {
  return caller.kind === "key" ? superUser : caller.oid;
}
