package io.nephele.machine.archives;

/**
 * What an archive may bring.
 *
 * @param entries the most files and folders
 * @param bytes the most bytes of all files, unpacked
 */
public record ZipLimits(int entries, long bytes) {}
