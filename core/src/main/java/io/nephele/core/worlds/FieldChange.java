package io.nephele.core.worlds;

/**
 * A field in which two trees differ.
 *
 * @param path where it is, like {@code attributes.VisibilityTimeout} or {@code tags[2].Value}; an
 *     index of what is only in the first tree is its index there, others are of the second tree
 * @param before what it is in the first tree; null if it is not there
 * @param after what it is in the second tree; null if it is not there
 */
public record FieldChange(String path, Object before, Object after) {}
