package io.nephele.core.nodes;

/**
 * A node as the store knows it.
 *
 * @param id names this run of the node, and no other
 * @param address where other nodes send their messages; null if it takes none
 * @param beats counts on once a second as long as the node lives
 */
record Member(String id, String address, long beats) {}
