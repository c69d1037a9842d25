/** Reads queues and streams for the services that poll them: Lambda and EventBridge Pipes. */
package io.nephele.core.sources;
