/** DynamoDB Streams: the changes of a table's items, in order, for a day. */
package io.nephele.services.dynamodb.streams;
