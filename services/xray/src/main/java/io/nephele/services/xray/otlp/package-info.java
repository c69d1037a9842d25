/** Traces of OpenTelemetry, as its protocol OTLP sends them. */
package io.nephele.services.xray.otlp;
