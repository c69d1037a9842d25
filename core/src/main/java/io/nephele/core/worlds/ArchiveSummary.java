package io.nephele.core.worlds;

/**
 * What a world's file holds.
 *
 * @param header what it says of itself
 * @param rows how many rows there are
 * @param blobs how many blobs there are
 * @param bytes how long it is when it is not compressed
 * @param sha256 the digest of that, in hexadecimal: two files of the same world are told to be so
 *     by it, however they are compressed
 */
public record ArchiveSummary(
    ArchiveHeader header, long rows, long blobs, long bytes, String sha256) {}
