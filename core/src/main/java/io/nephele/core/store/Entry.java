package io.nephele.core.store;

/**
 * A key and what is stored under it.
 *
 * @param key the key
 * @param value the value, which must not be changed
 */
public record Entry(Key key, byte[] value) {}
