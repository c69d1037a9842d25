/** Capacity units: what calls consume, and what tables have. */
package io.nephele.services.dynamodb.capacity;
