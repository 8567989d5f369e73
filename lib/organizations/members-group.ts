const crockford = "0123456789abcdefghjkmnpqrstvwxyz";

/**
 * The opaque name of an organization's members group: `lp-` and the organization's id in the 26 letters of a ULID
 * (both are 128 bits, time first). Made from the id, so that a run cut off after making the group finds it again.
 */
export function membersGroupName(organizationId: string): string {
  let rest = BigInt(`0x${organizationId.replaceAll("-", "")}`);
  let text = "";
  for (let place = 0; place < 26; place += 1) {
    text = crockford.charAt(Number(rest & 31n)) + text;
    rest >>= 5n;
  }
  return `lp-${text}`;
}
