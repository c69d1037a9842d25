/** The bytes of objects: encrypted, stored, checked, read in part. */
package io.nephele.services.s3.bodies;
