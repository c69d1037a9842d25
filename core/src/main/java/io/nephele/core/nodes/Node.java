package io.nephele.core.nodes;

/**
 * A node as another one sees it.
 *
 * @param number its number, from 1 to 1023; no two that are alive have the same
 * @param id names this run of the node, and no other
 * @param address where it takes messages; null if it takes none
 * @param alive whether it gave a sign of life in the last seconds
 */
public record Node(int number, String id, String address, boolean alive) {}
