import { killAtEveryArrow } from "./crash"

killAtEveryArrow("devnet", "pay and settle", ["asks again", "goes away"])
killAtEveryArrow("devnet", "never sign", ["goes away"])
killAtEveryArrow("devnet", "withdraw", ["asks again", "goes away"])
killAtEveryArrow("devnet", "top up", ["asks again", "goes away"])
killAtEveryArrow("devnet", "grow pool", ["goes away"])
killAtEveryArrow("devnet", "end a payment", ["asks again", "goes away"])
killAtEveryArrow("devnet", "lose blocks", ["goes away"])
killAtEveryArrow("devnet", "raise a fee", ["asks again", "goes away"])
killAtEveryArrow("devnet", "merge cells", ["asks again", "goes away"])
killAtEveryArrow("devnet", "trim pool", ["asks again", "goes away"])
killAtEveryArrow("devnet", "withdraw fees", ["asks again", "goes away"])
