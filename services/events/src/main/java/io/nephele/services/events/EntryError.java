package io.nephele.services.events;

import io.nephele.core.json.JsonText;
import java.util.Map;

/** Why an entry of a call is not taken as an event. */
record EntryError(String code, String message) {

  /** What is wrong with these parts of an entry, or null if nothing is. */
  static EntryError of(String source, String detailType, String detail) {
    if (isEmpty(source)) {
      return required("Source");
    }
    if (isEmpty(detailType)) {
      return required("DetailType");
    }
    if (isEmpty(detail)) {
      return required("Detail");
    }
    return JsonText.parse(detail) instanceof Map<?, ?>
        ? null
        : new EntryError("MalformedDetail", "Detail is malformed.");
  }

  /** Who puts it may not put events of that source. */
  static EntryError notAuthorizedForSource() {
    return new EntryError("NotAuthorizedForSourceException", "Not authorized for the source.");
  }

  private static boolean isEmpty(String text) {
    return text == null || text.isBlank();
  }

  private static EntryError required(String parameter) {
    return new EntryError(
        "InvalidArgument",
        "Parameter "
            + parameter
            + " is not valid. Reason: "
            + parameter
            + " is a required argument.");
  }
}
