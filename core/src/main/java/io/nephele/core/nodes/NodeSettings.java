package io.nephele.core.nodes;

import io.nephele.model.Bytes;

/**
 * What the nodes of a store have in common.
 *
 * @param secret signs their messages
 * @param lastNumber the number that was given to a node last
 */
record NodeSettings(Bytes secret, int lastNumber) {
  NodeSettings numbered(int number) {
    return new NodeSettings(secret, number);
  }
}
