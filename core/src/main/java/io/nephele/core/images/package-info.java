/** The machine images that AWS and others publish for Amazon EC2. */
package io.nephele.core.images;
