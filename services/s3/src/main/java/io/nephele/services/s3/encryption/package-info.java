/** How objects are encrypted: by keys of S3, of KMS, or of the client. */
package io.nephele.services.s3.encryption;
