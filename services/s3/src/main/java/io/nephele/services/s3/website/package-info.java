/** Buckets as websites. */
package io.nephele.services.s3.website;
