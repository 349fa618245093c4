import { MicroPayButton } from "./element"

// The file may have been loaded twice, by two widgets of one page.
if (!customElements.get("micro-pay")) customElements.define("micro-pay", MicroPayButton)
