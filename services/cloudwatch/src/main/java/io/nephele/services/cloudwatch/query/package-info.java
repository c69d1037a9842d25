/** Queries for data of metrics and what is computed of them. */
package io.nephele.services.cloudwatch.query;
