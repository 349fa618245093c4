/** Under which name the browser keeps what the server may send along with the page itself. */
export const QUERY_KEYS = {
  payment: (id: number) => ["payment", id],
  account: (address: string) => ["account", address],
  /** @param filters the query of the API, with the cursor of the page */
  entries: (address: string, filters: string) => ["entries", address, filters],
  income: (address: string, days: string) => ["income", address, days],
  withdrawalOutlook: (address: string) => ["withdrawal-outlook", address],
  profile: (address: string) => ["profile", address],
  epochs: () => ["solvency", "newest"],
}

/** What a dashboard shows of its entries and its income before somebody chooses something else. */
export const FIRST_FILTERS = ""
export const FIRST_DAYS = "30"
export const ENTRIES_A_PAGE = "25"
/** What the page of solvency shows of its epochs before somebody asks for more. */
export const EPOCHS_A_PAGE = "20"
