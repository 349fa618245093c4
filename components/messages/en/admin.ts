import { alarms } from "./admin/alarms"
import { money } from "./admin/money"
import { payment } from "./admin/payment"
import { people } from "./admin/people"
import { pool } from "./admin/pool"
import { running } from "./admin/running"
import { today } from "./admin/today"

/** The texts of the operator's pages, in files by what the pages are about. */
export const admin = {
  title: "Operator",
  logout: "Sign out",
  sections: {
    overview: "Overview",
    pool: "Cell pool",
    settlements: "Payouts",
    payments: "Payments",
    projects: "Projects",
    jobs: "Jobs",
    audit: "Audit log",
    account: "Account",
  },
  alarms,
  payment,
  today,
  ...people,
  ...money,
  ...pool,
  ...running,
}
