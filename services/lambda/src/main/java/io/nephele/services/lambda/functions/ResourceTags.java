package io.nephele.services.lambda.functions;

import io.nephele.core.arn.Arn;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.FunctionRow;
import io.nephele.services.lambda.state.LambdaErrors;
import io.nephele.services.lambda.state.LambdaWorld;
import java.util.Map;

/** Tags of functions, and of other resources that have an ARN. */
public final class ResourceTags {
  private static final int MOST = 50;

  private final LambdaWorld lambda;
  private final Table<TagSet> others = Table.of("lambda.tags", TagSet.class);

  /** What is stored of a resource that is no function. */
  record TagSet(Map<String, String> tags) {}

  /** The tags in a world. */
  public ResourceTags(LambdaWorld lambda) {
    this.lambda = lambda;
  }

  /** The tags of a resource; empty where there are none. */
  public Map<String, String> of(Reader reader, String arn) {
    FunctionRef function = FunctionRef.ofArn(arn);
    if (function != null) {
      FunctionRow row = lambda.tables().find(reader, function);
      return row == null ? Map.of() : row.tags();
    }
    TagSet found = others.get(reader, place(arn));
    return found == null ? Map.of() : found.tags;
  }

  /** Sets all tags of a resource that is no function; none if it goes. */
  public void put(Transaction transaction, String arn, Map<String, String> tags) {
    if (tags.isEmpty()) {
      others.delete(transaction, place(arn));
    } else {
      check(tags);
      others.put(transaction, place(arn), new TagSet(tags));
    }
  }

  private static Key place(String arn) {
    Arn parsed = Arn.parse(arn);
    return Key.of(parsed.account()).with(parsed.region()).with(parsed.resource());
  }

  /** An error to the caller if a resource cannot have those tags. */
  static void check(Map<String, String> tags) {
    if (tags.size() > MOST) {
      throw LambdaErrors.invalid("Number of tags exceeds resource tag limit.");
    }
    for (String key : tags.keySet()) {
      if (key.startsWith("aws:")) {
        throw LambdaErrors.invalid("Reserved aws: prefixes cannot be used as tag keys.");
      }
    }
  }
}
