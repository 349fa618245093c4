import { killInEveryScenario } from "./crash"

killInEveryScenario("node")
