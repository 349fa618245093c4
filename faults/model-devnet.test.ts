import { playOn } from "./model/declare"

playOn("devnet", 1_000)
