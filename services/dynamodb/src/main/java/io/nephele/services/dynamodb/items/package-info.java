/** Items: where they are stored, and the operations on single ones. */
package io.nephele.services.dynamodb.items;
