package io.nephele.core.store;

import java.util.List;

/**
 * The changes of one transaction: first the ranges are deleted, then the keys are written.
 *
 * @param deletedRanges ranges to empty, possibly overlapping
 * @param keys the encoded keys to write, in unsigned order; not to be changed
 * @param values the value of each key; null deletes the key
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Batch(List<KeyRange> deletedRanges, byte[][] keys, byte[][] values) {}
