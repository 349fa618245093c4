import { killAtEveryArrow } from "./crash"

killAtEveryArrow("node", "pay and settle", ["asks again", "goes away"])
killAtEveryArrow("node", "never sign", ["goes away"])
killAtEveryArrow("node", "withdraw", ["asks again", "goes away"])
killAtEveryArrow("node", "top up", ["asks again", "goes away"])
killAtEveryArrow("node", "grow pool", ["goes away"])
killAtEveryArrow("node", "end a payment", ["asks again", "goes away"])
killAtEveryArrow("node", "lose blocks", ["goes away"])
killAtEveryArrow("node", "raise a fee", ["asks again", "goes away"])
killAtEveryArrow("node", "merge cells", ["asks again", "goes away"])
killAtEveryArrow("node", "trim pool", ["asks again", "goes away"])
killAtEveryArrow("node", "withdraw fees", ["asks again", "goes away"])
