/** TransactGetItems and TransactWriteItems. */
package io.nephele.services.dynamodb.transactions;
