/** Event source mappings: what sources are polled for which functions, and how. */
package io.nephele.services.lambda.mappings;
