/** Copies of new objects in other buckets. */
package io.nephele.services.s3.replication;
