"use client"

import { Confirm } from "./confirm"
import { May } from "./may"

interface Props {
  texts: { withdraw: string; withdrawEffect: string }
  act: React.ComponentProps<typeof Confirm>["act"]
  testId: string
}

/** Takes back what somebody has let pass or proposed, for whoever may do so. */
export function TakeBack({ texts, act, testId }: Props) {
  return (
    <May needs="operate" silent>
      <Confirm
        open={texts.withdraw}
        title={texts.withdraw}
        effect={texts.withdrawEffect}
        submit={texts.withdraw}
        act={act}
        testId={testId}
      />
    </May>
  )
}
