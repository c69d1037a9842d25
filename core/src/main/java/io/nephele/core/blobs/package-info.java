/**
 * The bytes of large values, in files beside the store: streamed in and out, shared by all worlds,
 * referred to and counted by rows, and deleted when no row of any world is left.
 */
package io.nephele.core.blobs;
