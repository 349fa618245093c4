import type { admin as english } from "../en/admin"
import { alarms } from "./admin/alarms"
import { money } from "./admin/money"
import { payment } from "./admin/payment"
import { people } from "./admin/people"
import { pool } from "./admin/pool"
import { running } from "./admin/running"
import { today } from "./admin/today"

export const admin: typeof english = {
  title: "运营后台",
  logout: "退出登录",
  sections: {
    overview: "概览",
    pool: "Cell 池",
    settlements: "打款",
    payments: "收款",
    projects: "项目",
    jobs: "任务",
    audit: "审计日志",
    account: "账户",
  },
  alarms,
  payment,
  today,
  ...people,
  ...money,
  ...pool,
  ...running,
}
