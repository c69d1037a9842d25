package io.nephele.core.store;

import java.util.List;
import java.util.NavigableMap;

/**
 * The changes of one transaction: first the ranges are deleted, then the keys are written.
 *
 * @param deletedRanges ranges to empty, possibly overlapping
 * @param writes values by encoded key in unsigned order; null deletes the key
 */
public record Batch(List<KeyRange> deletedRanges, NavigableMap<byte[], byte[]> writes) {}
