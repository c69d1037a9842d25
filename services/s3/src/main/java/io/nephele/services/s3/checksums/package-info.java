/** The checksums of objects and of their parts. */
package io.nephele.services.s3.checksums;
