/** What S3 Control does for accounts: their public access blocks and access points. */
package io.nephele.services.s3.control;
