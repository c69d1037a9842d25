/** Contributor Insights: which keys of tables and indexes are used most. */
package io.nephele.services.dynamodb.insights;
