/** Invocations: what is invoked, the environments they run in, how many may run at a time. */
package io.nephele.services.lambda.invoke;
