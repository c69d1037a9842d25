/** Changes of items that go to Kinesis data streams. */
package io.nephele.services.dynamodb.kinesis;
