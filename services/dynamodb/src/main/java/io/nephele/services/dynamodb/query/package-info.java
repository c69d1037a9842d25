/** Reading many items: Query and Scan. */
package io.nephele.services.dynamodb.query;
