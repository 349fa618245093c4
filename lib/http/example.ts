import { globalRegistry, z } from "zod"
import { EXAMPLE_FIELDS } from "./example-fields"

const WRAPPERS = [z.core.$ZodOptional, z.core.$ZodNullable, z.core.$ZodDefault] as const

/**
 * An example of what a schema takes or gives: the one it has (`.meta({ example })`), or one made of its fields'. A text
 * or a number is looked up by the name of its field, for a name means one thing in all of the API; so a new route has
 * an example by itself, or fails here.
 *
 * @throws for a text or a number of a name that has no example yet
 */
export function exampleOf(schema: z.core.$ZodType, name = ""): unknown {
  const own = globalRegistry.get(schema)?.example
  if (own !== undefined) return own
  const { _zod } = schema
  const wrapped = WRAPPERS.find((wrapper) => schema instanceof wrapper)
  if (wrapped) return exampleOf((schema as z.core.$ZodOptional)._zod.def.innerType, name)
  if (schema instanceof z.core.$ZodObject) {
    const fields = Object.entries(schema._zod.def.shape)
    return Object.fromEntries(fields.map(([field, type]) => [field, exampleOf(type, field)]))
  }
  if (schema instanceof z.core.$ZodArray) return [exampleOf(schema._zod.def.element, name)]
  if (schema instanceof z.core.$ZodTuple) return schema._zod.def.items.map((item) => exampleOf(item, name))
  if (schema instanceof z.core.$ZodEnum) return Object.values(schema._zod.def.entries)[0]
  if (schema instanceof z.core.$ZodLiteral) return schema._zod.def.values[0]
  if (schema instanceof z.core.$ZodBoolean) return false
  if (schema instanceof z.core.$ZodNull) return null
  if (Object.hasOwn(EXAMPLE_FIELDS, name)) return EXAMPLE_FIELDS[name]
  if (schema instanceof z.core.$ZodPipe) return exampleOf(schema._zod.def.in, name)
  if (schema instanceof z.core.$ZodUnion) return exampleOf(schema._zod.def.options[0] ?? z.never(), name)
  throw new Error(`no example: lib/http/example-fields.ts has none for "${name}" (${_zod.def.type})`)
}
