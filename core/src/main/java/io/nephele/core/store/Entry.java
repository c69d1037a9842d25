package io.nephele.core.store;

/**
 * A key and what is stored under it.
 *
 * @param key the key
 * @param value the value, which must not be changed
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record Entry(Key key, byte[] value) {}
