/** Global tables: replicas of a table in several regions. */
package io.nephele.services.dynamodb.global;
