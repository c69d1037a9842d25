package io.nephele.services.s3.objects;

import io.nephele.model.AwsException;
import io.nephele.services.s3.S3Errors;
import java.util.Set;

/** The classes in which objects are stored. */
public final class StorageClasses {
  /** The class of objects of which none is said. */
  public static final String STANDARD = "STANDARD";

  static final String GLACIER = "GLACIER";
  static final String DEEP_ARCHIVE = "DEEP_ARCHIVE";

  private static final Set<String> KNOWN =
      Set.of(
          STANDARD,
          "REDUCED_REDUNDANCY",
          "STANDARD_IA",
          "ONEZONE_IA",
          "INTELLIGENT_TIERING",
          GLACIER,
          DEEP_ARCHIVE,
          "GLACIER_IR");

  private StorageClasses() {}

  /** The class that a request asks for, which may be null; an error if there is no such class. */
  public static String of(String requested) {
    if (requested == null) {
      return STANDARD;
    }
    if (!KNOWN.contains(requested)) {
      throw S3Errors.invalidStorageClass(requested);
    }
    return requested;
  }

  /** Whether objects of a class have to be restored before they can be read. */
  public static boolean isArchive(String storageClass) {
    return GLACIER.equals(storageClass) || DEEP_ARCHIVE.equals(storageClass);
  }

  /** Whether an object's bytes can be read now. */
  public static boolean isReadable(StoredObject object, long now) {
    return !isArchive(object.storageClass())
        || object.restore() != null
            && now >= object.restore().readyAt()
            && now < object.restore().expiresAt();
  }

  /** Throws what S3 answers where an object's bytes cannot be read now. */
  static void checkReadable(StoredObject object, long now) {
    if (!isReadable(object, now)) {
      throw invalidState("The operation is not valid for the object's storage class", object);
    }
  }

  /** The object's storage class does not allow what is asked for. */
  static AwsException invalidState(String message, StoredObject object) {
    return AwsException.client("InvalidObjectState", 403, message)
        .with("StorageClass", object.storageClass());
  }
}
