package io.nephele.services.dynamodb.tables;

/**
 * An attribute of a key.
 *
 * @param name its name
 * @param type S, N or B
 */
public record KeyAttribute(String name, String type) {}
