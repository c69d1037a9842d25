/** Durable functions: executions that go on after waits, callbacks, failures and restarts. */
package io.nephele.services.lambda.durable;
