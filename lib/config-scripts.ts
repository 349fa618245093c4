import { z } from "zod"

/** Known scripts of a chain that is neither testnet nor mainnet, in the shape that CCC's clients take. */
const scriptsSchema = z.record(
  z.string(),
  z.object({
    codeHash: z.string().regex(/^0x[0-9a-f]{64}$/),
    hashType: z.enum(["type", "data", "data1", "data2"]),
    cellDeps: z.array(
      z.object({
        cellDep: z.object({
          outPoint: z.object({
            txHash: z.string().regex(/^0x[0-9a-f]{64}$/),
            index: z.union([z.string(), z.number()]),
          }),
          depType: z.enum(["code", "depGroup"]),
        }),
      }),
    ),
  }),
)
export type ChainScripts = z.infer<typeof scriptsSchema>

/** The value of `CKB_SCRIPTS`. */
export function chainScripts(text: string, ctx: z.RefinementCtx): ChainScripts {
  try {
    return scriptsSchema.parse(JSON.parse(text))
  } catch {
    ctx.addIssue('must be JSON: {"OmniLock": {"codeHash", "hashType", "cellDeps"}}')
    return z.NEVER
  }
}
