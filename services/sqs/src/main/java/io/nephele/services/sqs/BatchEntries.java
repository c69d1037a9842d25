package io.nephele.services.sqs;

import io.nephele.api.sqs.BatchEntryIdsNotDistinct;
import io.nephele.api.sqs.BatchResultErrorEntry;
import io.nephele.api.sqs.EmptyBatchRequest;
import io.nephele.api.sqs.InvalidBatchEntryId;
import io.nephele.api.sqs.TooManyEntriesInBatchRequest;
import io.nephele.model.AwsException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** What batches of all kinds have in common. */
final class BatchEntries {
  private static final int MAX_ID_LENGTH = 80;

  private BatchEntries() {}

  /**
   * Checks number and ids of entries; an error to the caller if they cannot be.
   *
   * @param element what an entry is called
   */
  static <E> void check(String element, List<E> entries, Function<E, String> idOf) {
    if (entries == null || entries.isEmpty()) {
      throw new EmptyBatchRequest("There should be at least one " + element + " in the request.");
    }
    if (entries.size() > Limits.BATCH_ENTRIES) {
      throw new TooManyEntriesInBatchRequest(
          "Maximum number of entries per request are 10. You have sent " + entries.size() + ".");
    }
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < entries.size(); i++) {
      E entry = entries.get(i);
      String id = entry == null ? null : idOf.apply(entry);
      if (id == null) {
        throw SqsErrors.missingParameter(parameter(element, i, "Id"));
      }
      if (!Texts.isName(id, MAX_ID_LENGTH)) {
        throw new InvalidBatchEntryId(
            "A batch entry id can only contain alphanumeric characters, hyphens and underscores."
                + " It can be at most 80 letters long.");
      }
      if (!ids.add(id)) {
        throw new BatchEntryIdsNotDistinct("Id " + id + " repeated.");
      }
    }
  }

  /** How a parameter of an entry is called in errors. */
  static String parameter(String element, int index, String parameter) {
    return element + "." + (index + 1) + "." + parameter;
  }

  /** How an entry that failed is told of. */
  static BatchResultErrorEntry failure(String id, AwsException error) {
    return new BatchResultErrorEntry()
        .id(id)
        .senderFault(error.clientFault())
        .code(error.queryCode())
        .message(error.getMessage());
  }

  /** SQS leaves out lists without entries. */
  static <T> List<T> orNull(List<T> list) {
    return list.isEmpty() ? null : list;
  }
}
