package io.nephele.services.s3.objects;

import io.nephele.services.s3.objects.StoredObject.ObjectChecksum;
import io.nephele.services.s3.objects.StoredObject.Restore;

/**
 * What listings tell of a version: those components of {@link StoredObject} alone, under the same
 * names, so that a listing of a thousand objects does not decode their metadata, tags and keys.
 */
public record ListedObject(
    long sequence,
    String versionId,
    boolean deleteMarker,
    long size,
    String eTag,
    long modifiedAt,
    String ownerId,
    String storageClass,
    ObjectChecksum checksum,
    Restore restore) {}
