package io.nephele.core.nodes;

import io.nephele.model.Bytes;
import java.util.List;

/**
 * What one node tells another.
 *
 * @param from the id of the node that tells
 * @param to the id of the node that is told
 * @param wanted names for which somebody waits there since, as keys
 * @param unwanted names for which nobody waits there any more
 * @param given what there is now of names for which somebody waits here
 * @param look whether to look at once who is alive, and whether the world was emptied
 */
record NodeMessage(
    String from,
    String to,
    List<Bytes> wanted,
    List<Bytes> unwanted,
    List<Given> given,
    boolean look) {

  /** So much of something. */
  record Given(Bytes name, int count) {}
}
