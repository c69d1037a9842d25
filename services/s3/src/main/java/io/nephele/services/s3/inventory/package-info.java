/** Inventories: reports of what is in buckets, delivered as objects. */
package io.nephele.services.s3.inventory;
