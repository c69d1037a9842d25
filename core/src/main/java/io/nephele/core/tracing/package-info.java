/** What SDKs of X-Ray send to daemons. */
package io.nephele.core.tracing;
