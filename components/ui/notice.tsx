import { CircleAlert, Info, TriangleAlert } from "lucide-react"
import { cx } from "./cx"
import { exact } from "./exact-text"

const TONES = {
  neutral: { look: "bg-sunken text-ink", Icon: Info },
  warn: { look: "bg-warn-soft text-warn-ink", Icon: TriangleAlert },
  danger: { look: "bg-danger-soft text-danger-ink", Icon: CircleAlert },
} as const

interface NoticeProps {
  tone?: keyof typeof TONES
  title: string
  /** it is all there is on the page, so its title is the page's heading */
  isPage?: boolean
  children?: React.ReactNode
  action?: React.ReactNode
  testId?: string
}

/** Says what happened and what to do next. Problems are announced at once, everything else when there is a pause. */
export function Notice({ tone = "neutral", title, isPage, children, action, testId }: NoticeProps) {
  const { look, Icon } = TONES[tone]
  return (
    <div role={tone === "danger" ? "alert" : "status"} data-testid={testId} className={cx("rounded-xl p-4", look)}>
      <div className="flex gap-3">
        <Icon aria-hidden className="mt-0.5 size-5 shrink-0" />
        <div className="min-w-0 flex-1">
          {isPage ? <h1 className="font-semibold">{exact(title)}</h1> : <p className="font-semibold">{exact(title)}</p>}
          {children ? <div className="mt-1 space-y-2 text-sm leading-6 wrap-anywhere">{exact(children)}</div> : null}
          {action ? <div className="mt-4 flex flex-wrap gap-2">{action}</div> : null}
        </div>
      </div>
    </div>
  )
}
