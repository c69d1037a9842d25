/**
 * DynamoDB's expressions: a parser of their language, the checks that AWS makes before it reads
 * anything, and their evaluation on items. The parameters from before expressions become the same
 * conditions and updates.
 */
package io.nephele.services.dynamodb.expressions;
