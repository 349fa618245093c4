import { strangersPayment } from "./support/stranger"

strangersPayment()
