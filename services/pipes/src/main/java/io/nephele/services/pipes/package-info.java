/** Amazon EventBridge Pipes: from a source, filtered and enriched, to a target. */
package io.nephele.services.pipes;
