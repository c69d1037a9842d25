/** Cross-origin resource sharing: which pages may call a bucket from browsers. */
package io.nephele.services.s3.cors;
