/** What authorisation asks of tables and of the items that requests name. */
package io.nephele.services.dynamodb.access;
