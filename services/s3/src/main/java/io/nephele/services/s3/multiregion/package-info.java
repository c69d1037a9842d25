/** Multi-region access points: one name for buckets of several regions. */
package io.nephele.services.s3.multiregion;
