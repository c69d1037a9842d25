package io.nephele.stores.postgres;

/**
 * A row of the table of entries.
 *
 * @param key the key
 * @param value the value, or null if it is so large that it is to be fetched by itself
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record Row(byte[] key, byte[] value) {}
