package io.nephele.core.worlds;

import java.time.Instant;

/**
 * What is told of a world.
 *
 * @param name its name
 * @param snapshot whether it is a snapshot: kept as it is, and not to be called
 * @param parent the world that it was made of, or null
 * @param createdAt when it was made, or null for the main world
 */
public record WorldInfo(String name, boolean snapshot, String parent, Instant createdAt) {}
