package io.nephele.model;

/**
 * A value of any JSON form: the value of a document shape.
 *
 * @param value a map with string keys, a list, a string, a number, a boolean or null, nested as
 *     JSON is
 */
public record Document(Object value) {}
