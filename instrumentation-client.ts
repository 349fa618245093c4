import { standInForStorage } from "@/lib/client/storage"
import { keepTranslatedTextsLive } from "@/lib/client/translated-texts"

// Next runs this before React takes the page over, and before any other code of ours.
standInForStorage()
keepTranslatedTextsLive(document)
