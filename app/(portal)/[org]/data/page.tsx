import type { Metadata } from "next";
import { requireOrganization } from "#app/(portal)/[org]/organization.ts";
import { MyFolders } from "#app/(portal)/my-folders.tsx";
import { grantedFolders } from "#app/granted.ts";
import { Page, PageHeader } from "#components/shell/page-header.tsx";
import { pageTitle } from "#components/shell/page-title.ts";

type Props = { params: Promise<{ org: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name } = await requireOrganization((await params).org);
  return { title: pageTitle("Data", name) };
}

/** Where the data of one organization begins for this person: their folders there, in every zone. */
export default async function OrganizationDataPage({ params }: Props) {
  const { slug, name } = await requireOrganization((await params).org);
  const granted = await grantedFolders();
  const folders = granted.filter((folder) => folder.isTop && folder.organization.slug === slug);
  return (
    <Page>
      <PageHeader title="Data" description={`Your folders in ${name}, in every zone of the lake`} />
      <MyFolders folders={folders} slug={slug} />
    </Page>
  );
}
