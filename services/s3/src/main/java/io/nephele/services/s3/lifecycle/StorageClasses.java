package io.nephele.services.s3.lifecycle;

import java.util.List;

/** From which storage classes rules can move objects to which. */
final class StorageClasses {
  /** From the warmest to the coldest, in which direction alone objects move. */
  private static final List<String> WATERFALL =
      List.of(
          "STANDARD",
          "STANDARD_IA",
          "INTELLIGENT_TIERING",
          "ONEZONE_IA",
          "GLACIER_IR",
          "GLACIER",
          "DEEP_ARCHIVE");

  private StorageClasses() {}

  /** Whether rules can name it as where objects go. */
  static boolean isTarget(String storageClass) {
    return WATERFALL.indexOf(storageClass) > 0;
  }

  /** How cold it is; higher is colder. */
  static int coldness(String storageClass) {
    return Math.max(
        0, WATERFALL.indexOf(storageClass)); // reduced redundancy is as warm as standard
  }

  /** Whether rules move objects from one to the other. */
  static boolean canMove(String from, String to) {
    boolean skipped = from.equals("ONEZONE_IA") && to.equals("GLACIER_IR");
    return coldness(from) < coldness(to) && !skipped;
  }

  /** The fewest days from an object's creation, or from when it was not current any more. */
  static int fewestDays(String storageClass) {
    return isInfrequentAccess(storageClass) ? 30 : 0;
  }

  /** How many days one rule has to leave objects in a class before it moves them on. */
  static int fewestDaysIn(String storageClass) {
    if (storageClass.equals("GLACIER_IR")) {
      return 90;
    }
    return isInfrequentAccess(storageClass) ? 30 : 1;
  }

  /** Whether small objects are not moved there unless a rule's filter speaks of sizes. */
  static boolean isForLargeObjects(String storageClass, boolean always) {
    return always || coldness(storageClass) < coldness("GLACIER");
  }

  private static boolean isInfrequentAccess(String storageClass) {
    return storageClass.equals("STANDARD_IA") || storageClass.equals("ONEZONE_IA");
  }
}
