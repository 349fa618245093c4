import { playOn } from "./model/declare"

playOn("node", 60)
