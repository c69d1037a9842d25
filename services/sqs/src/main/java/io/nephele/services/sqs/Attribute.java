package io.nephele.services.sqs;

import io.nephele.model.Bytes;

/**
 * A message attribute.
 *
 * @param dataType {@code String}, {@code Number} or {@code Binary}, with or without a custom type
 *     after a dot
 * @param text the value of a string or number, else null
 * @param binary the value of a binary, else null
 */
record Attribute(String dataType, String text, Bytes binary) {}
