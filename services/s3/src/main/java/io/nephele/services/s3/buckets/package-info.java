/** Buckets and what is configured of them. */
package io.nephele.services.s3.buckets;
