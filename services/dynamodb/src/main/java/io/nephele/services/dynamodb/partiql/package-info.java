/** Statements in PartiQL: reading them, and doing what they say. */
package io.nephele.services.dynamodb.partiql;
