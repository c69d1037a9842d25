/**
 * Identifiers and randomness of a world, from its seed where it has one. Nothing else makes random
 * values.
 */
package io.nephele.core.ids;
