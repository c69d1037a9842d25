/** Secondary indexes that are added to tables with items. */
package io.nephele.services.dynamodb.indexes;
