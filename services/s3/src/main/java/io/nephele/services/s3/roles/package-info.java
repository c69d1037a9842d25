/** Sessions of the roles that S3 assumes for those who own buckets and jobs. */
package io.nephele.services.s3.roles;
