/** What S3 tells CloudWatch of buckets. */
package io.nephele.services.s3.metrics;
