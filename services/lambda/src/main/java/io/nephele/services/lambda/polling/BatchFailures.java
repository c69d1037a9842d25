package io.nephele.services.lambda.polling;

import io.nephele.core.json.JsonText;
import io.nephele.model.Bytes;
import io.nephele.services.lambda.mappings.MappingRow;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What functions report of the items of a batch that they could not do. */
final class BatchFailures {
  private static final String REPORTED = "ReportBatchItemFailures";

  private BatchFailures() {}

  /** Whether a mapping's function reports them. */
  static boolean areReported(MappingRow row) {
    List<String> types = row.configuration().functionResponseTypes();
    return types != null && types.contains(REPORTED);
  }

  /**
   * The identifiers of the items that failed; none if all went well; null if the answer is not one
   * that Lambda takes, which means that all failed.
   *
   * @param known all items of the batch
   */
  static Set<String> read(Bytes payload, Set<String> known) {
    Object answer = JsonText.parse(payload.utf8());
    if (answer == null || "".equals(answer)) {
      return Set.of();
    }
    if (!(answer instanceof Map<?, ?> map)) {
      return answer == JsonText.MALFORMED ? null : Set.of();
    }
    Object items = map.get("batchItemFailures");
    if (items == null) {
      return Set.of();
    }
    if (!(items instanceof List<?> list)) {
      return null;
    }
    Set<String> failed = new LinkedHashSet<>();
    for (Object item : list) {
      if (!(item instanceof Map<?, ?> each)
          || !(each.get("itemIdentifier") instanceof String id)
          || !known.contains(id)) {
        return null;
      }
      failed.add(id);
    }
    return failed;
  }
}
