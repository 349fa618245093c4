"use client"

import { createContext } from "react"
import type { Config } from "./types"

/** The configuration that came with the page itself; undefined when the server did not know it yet. */
export const FirstConfig = createContext<Config | undefined>(undefined)
