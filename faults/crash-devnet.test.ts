import { killInEveryScenario } from "./crash"

killInEveryScenario("devnet")
