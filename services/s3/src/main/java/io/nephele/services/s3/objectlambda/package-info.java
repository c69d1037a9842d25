/** S3 Object Lambda: access points whose answers are made by functions. */
package io.nephele.services.s3.objectlambda;
