export * from "./cancel"
export * from "./prepare"
export * from "./query"
export * from "./submit"
