/** Errors that are answered in a service's place. */
package io.nephele.core.errors;
