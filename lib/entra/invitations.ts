import { z } from "zod";
import type { DirectoryOutcome } from "#lib/entra/directory.ts";
import type { GraphClient } from "#lib/entra/graph-client.ts";
import { type GraphResponse, readGraphError, unexpectedAnswer } from "#lib/entra/graph-error.ts";
import { refusalOf } from "#lib/entra/groups.ts";

const invited = z.object({ inviteRedeemUrl: z.url(), invitedUser: z.object({ id: z.guid() }) });

/** Sends no mail of Microsoft's: the portal writes its own. */
export const sendInvitation = (
  graph: GraphClient,
  invitation: { address: string; name: string; redirectUrl: string },
): Promise<GraphResponse> =>
  graph.send({
    method: "POST",
    path: "/invitations",
    body: {
      invitedUserEmailAddress: invitation.address,
      invitedUserDisplayName: invitation.name,
      inviteRedirectUrl: invitation.redirectUrl,
      sendInvitationMessage: false,
    },
  });

/** The guest's object id and secret link; refuses what the tenant's own settings forbid. */
export function readInvitation(
  response: GraphResponse,
): DirectoryOutcome<{ objectId: string; redeemUrl: string }> {
  const parsed = invited.safeParse(response.body);
  if (response.status === 201 && parsed.success) {
    const { invitedUser, inviteRedeemUrl } = parsed.data;
    return { ok: true, value: { objectId: invitedUser.id.toLowerCase(), redeemUrl: inviteRedeemUrl } };
  }
  const { message } = readGraphError(response);
  if (/domain/i.test(message) && (response.status === 400 || response.status === 403)) {
    return { ok: false, refusal: "domain_refused", detail: message };
  }
  if (/guest invitations not allowed|invitations? (is|are) (not allowed|disabled)/i.test(message)) {
    return { ok: false, refusal: "invitations_off", detail: message };
  }
  if (response.status === 400) {
    throw unexpectedAnswer("an invitation", response);
  }
  return refusalOf("an invitation", response);
}
