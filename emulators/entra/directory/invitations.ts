import type { DatabaseSync } from "node:sqlite";

/** An invitation's redemption link: who it is for and where the person goes afterwards. */
export type Invitation = { ticket: string; personId: string; redirectUrl: string };

/** Invitations that were sent; a ticket stays valid until the person accepted or is invited again. */
export type Invitations = {
  byTicket: (ticket: string) => Invitation | null;
  ofPerson: (personId: string) => Invitation | null;
  /** Keeps an invitation in place of the person's earlier ones. */
  keep: (invitation: Invitation) => void;
};

/** Invitations kept in the directory's database. */
export function invitationsIn(database: DatabaseSync): Invitations {
  const one = (where: string, value: string): Invitation | null => {
    const row = database.prepare(`select * from invitations where ${where} = ?`).get(value);
    if (!row) return null;
    return {
      ticket: String(row.ticket),
      personId: String(row.person_id),
      redirectUrl: String(row.redirect_url),
    };
  };
  return {
    byTicket: (ticket) => one("ticket", ticket),
    ofPerson: (personId) => one("person_id", personId),
    keep: ({ ticket, personId, redirectUrl }) => {
      database.prepare("delete from invitations where person_id = ?").run(personId);
      database.prepare("insert into invitations values (?, ?, ?)").run(ticket, personId, redirectUrl);
    },
  };
}
