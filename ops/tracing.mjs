// An SDK of OpenTelemetry to begin with: docs/operations.md, "Traces". Where spans go, and as what, is said by
// OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_HEADERS, OTEL_SERVICE_NAME and OTEL_TRACES_SAMPLER.
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http"
import { BatchSpanProcessor, NodeTracerProvider } from "@opentelemetry/sdk-trace-node"

process.env.OTEL_SERVICE_NAME ??= "micro-pay"

const processor = new BatchSpanProcessor(new OTLPTraceExporter(), { scheduledDelayMillis: 1_000 })
const provider = new NodeTracerProvider({ spanProcessors: [processor] })
provider.register()

// No handler of signals: the commands of `npm start` inherit this file, and end by them. What a stop cuts off is the
// last second.
process.once("beforeExit", () => void provider.shutdown())
