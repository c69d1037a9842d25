package io.nephele.services.cloudtrail;

import io.nephele.core.json.JsonText;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.Event;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttributeKey;

/** Reads event history. */
@SuppressWarnings("unchecked")
final class Records {
  private Records() {}

  static List<Event> find(CloudTrailClient trail, LookupAttributeKey key, String value) {
    return trail
        .lookupEvents(l -> l.lookupAttributes(a -> a.attributeKey(key).attributeValue(value)))
        .events();
  }

  /** The record of the last call of an operation. */
  static Map<String, Object> last(CloudTrailClient trail, String eventName) {
    return json(find(trail, LookupAttributeKey.EVENT_NAME, eventName).getFirst());
  }

  static Map<String, Object> json(Event event) {
    return (Map<String, Object>) JsonText.parse(event.cloudTrailEvent());
  }

  static Map<String, Object> object(Map<String, Object> parent, String name) {
    return (Map<String, Object>) parent.get(name);
  }
}
