/** Polls the sources of event source mappings and invokes functions with batches. */
package io.nephele.services.lambda.polling;
