/** Invocations that nobody waits for: their queue, retries and destinations. */
package io.nephele.services.lambda.async;
