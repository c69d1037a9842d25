package io.nephele.model;

/**
 * An XML namespace that a model declares.
 *
 * @param prefix the prefix, or null for the default namespace
 * @param uri the namespace's name
 */
public record XmlNamespace(String prefix, String uri) {}
