"use client"

import { type FormEvent, useState } from "react"
import { PROOF } from "@/components/messages/proof"
import { useTexts } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { Select } from "@/components/ui/select"
import { useChosenNode } from "@/lib/client/chosen-node"
import { CHOSEN_NODE, NODE_SCHEMES, readNodeUrl } from "@/lib/client/node"
import { GENESIS, NETWORK_DEFAULTS } from "@/lib/config-networks"

const PUBLIC_NODES = [
  [GENESIS.mainnet, NETWORK_DEFAULTS.mainnet.publicRpcUrl],
  [GENESIS.testnet, NETWORK_DEFAULTS.testnet.publicRpcUrl],
] as const

/**
 * Whom to ask: this site's node, a public one of a network, or one's own.
 *
 * @param genesis of the chain in question; null while any will do
 */
export function NodeSelect({ genesis }: { genesis: string | null }) {
  const t = useTexts(PROOF).node
  const chosen = useChosenNode()
  const [isOther, setIsOther] = useState(false)
  const publicNodes = PUBLIC_NODES.filter(([hash]) => genesis === null || hash === genesis).flatMap(
    ([, url]) => url ?? [],
  )
  const known = chosen === null || publicNodes.includes(chosen) ? publicNodes : [...publicNodes, chosen]

  function choose(value: string) {
    setIsOther(value === OTHER)
    if (value !== OTHER) CHOSEN_NODE.write(value || null)
  }

  return (
    <>
      <Select
        label={t.label}
        name="node"
        value={isOther ? OTHER : (chosen ?? "")}
        onChange={choose}
        options={[
          { value: "", name: t.site },
          ...known.map((url) => ({ value: url, name: new URL(url).host })),
          { value: OTHER, name: t.other },
        ]}
      />
      {isOther ? <OtherNode onChosen={() => setIsOther(false)} /> : null}
    </>
  )
}

const OTHER = "other"

function OtherNode({ onChosen }: { onChosen: () => void }) {
  const t = useTexts(PROOF).node
  const [typed, setTyped] = useState("")
  const [isBad, setIsBad] = useState(false)

  function submit(event: FormEvent) {
    event.preventDefault()
    const url = readNodeUrl(typed)
    setIsBad(url === undefined)
    if (url === undefined) return
    CHOSEN_NODE.write(url)
    onChosen()
  }

  return (
    <form onSubmit={submit} noValidate className="mt-4 space-y-4">
      <Field
        label={t.url}
        name="node-url"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value)
          setIsBad(false)
        }}
        error={isBad ? t.bad(NODE_SCHEMES.secure, NODE_SCHEMES.local) : null}
        placeholder="http://localhost:8114/"
        inputMode="url"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <Button type="submit" variant="secondary">
        {t.ask}
      </Button>
    </form>
  )
}
