/** Tables to and from files in S3. */
package io.nephele.services.dynamodb.transfers;
