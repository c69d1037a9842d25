/** Uploads in parts. */
package io.nephele.services.s3.multipart;
