import { redirect } from "next/navigation";
import { requireOrganization } from "#app/(portal)/[org]/organization.ts";

/** An organization's address leads to its data. */
export default async function OrganizationPage({ params }: { params: Promise<{ org: string }> }) {
  const { slug } = await requireOrganization((await params).org);
  redirect(`/${slug}/data`);
}
