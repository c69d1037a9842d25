package io.nephele.services.cloudwatch.resources;

import io.nephele.core.store.Reader;
import io.nephele.core.store.Transaction;
import java.util.Map;

/** A kind of resources that have tags. */
public interface Taggable {
  /** What names follow in ARNs, such as {@code alarm:}. */
  String kind();

  /** The tags of one by key; null if it is not there. */
  Map<String, String> tags(Reader reader, String accountId, String region, String name);

  /** Gives one that is there other tags. */
  void setTags(
      Transaction transaction,
      String accountId,
      String region,
      String name,
      Map<String, String> tags);
}
