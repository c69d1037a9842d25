/** Listings of objects and their versions. */
package io.nephele.services.s3.listing;
