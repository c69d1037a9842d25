/** What CloudWatch is told of tables. */
package io.nephele.services.dynamodb.metrics;
