package io.nephele.core.store.layers;

import java.time.Instant;

/**
 * What is stored of a world.
 *
 * @param snapshot whether it is a snapshot, which nothing changes
 * @param parent the world that it was made of, or null
 * @param createdAt when it was made, by the clock of the world it was made of
 */
public record WorldRow(boolean snapshot, String parent, Instant createdAt) {}
