/** Backups on demand, recovery to any moment, and tables that are restored from both. */
package io.nephele.services.dynamodb.backups;
