/** Tables: what is stored of them, creating, describing, changing and deleting them. */
package io.nephele.services.dynamodb.tables;
