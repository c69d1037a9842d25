package io.nephele.core.nodes;

/** Does what a node has to do because of what happened on others. */
public interface NodeListener {
  /** Another node has emptied, restored or deleted a world, or a part of it. */
  void changed(String world);

  /** Another node does not serve the worlds any more. */
  void gone();
}
