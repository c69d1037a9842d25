/**
 * Worlds as a whole: what makes them readable ({@link io.nephele.core.worlds.RowTree}), comparable
 * ({@link io.nephele.core.worlds.WorldDiff}) and portable ({@link
 * io.nephele.core.worlds.WorldArchive}), on any store.
 */
package io.nephele.core.worlds;
