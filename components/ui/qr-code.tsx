"use client"

import { lazy, Suspense } from "react"
import type { QrCodeProps } from "./qr-drawing"

const QrDrawing = lazy(() => import("./qr-drawing"))

/** A QR code. What draws it comes with the first one that is shown, and its place is kept until then. */
export function QrCode(props: QrCodeProps) {
  return (
    <Suspense fallback={<svg aria-hidden viewBox="0 0 1 1" className={props.className} />}>
      <QrDrawing {...props} />
    </Suspense>
  )
}
