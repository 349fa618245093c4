import { PAYMENTS } from "@/components/messages/payments"
import { getTexts } from "@/components/messages/server"
import { WaysOn } from "@/components/payment/cannot-read"
import { Page } from "@/components/ui/page"

export default async function NoReceipt() {
  const t = (await getTexts(PAYMENTS)).receipt
  return (
    <Page narrow>
      <title>{t.unknown}</title>
      <h1 className="text-2xl font-semibold" data-testid="no-such-receipt">
        {t.unknown}
      </h1>
      <p className="mt-2 text-muted">{t.unknownText}</p>
      <div className="mt-6 flex flex-wrap gap-2">
        <WaysOn />
      </div>
    </Page>
  )
}
