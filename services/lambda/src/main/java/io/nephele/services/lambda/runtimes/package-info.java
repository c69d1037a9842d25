/** Lambda's runtimes: the interpreters that a machine has, and what starts a handler in each. */
package io.nephele.services.lambda.runtimes;
