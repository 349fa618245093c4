import Link from "next/link"
import { getMessages } from "@/components/messages/server"
import { Button } from "@/components/ui/button"
import { Notice } from "@/components/ui/notice"
import { Page } from "@/components/ui/page"

export default async function ProfileNotFound() {
  const t = (await getMessages()).order
  return (
    <Page narrow>
      <Notice
        isPage
        tone="warn"
        title={t.profile.unknown}
        testId="profile-unknown"
        action={
          <Button asChild variant="secondary">
            <Link href="/">{t.home}</Link>
          </Button>
        }
      >
        <p>{t.profile.unknownText}</p>
      </Notice>
    </Page>
  )
}
