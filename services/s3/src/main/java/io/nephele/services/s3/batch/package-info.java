/** S3 Batch Operations: jobs that do the same to many objects. */
package io.nephele.services.s3.batch;
