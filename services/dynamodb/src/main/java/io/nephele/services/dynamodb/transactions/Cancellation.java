package io.nephele.services.dynamodb.transactions;

import io.nephele.api.dynamodb.CancellationReason;
import io.nephele.api.dynamodb.ProvisionedThroughputExceededException;
import io.nephele.api.dynamodb.ThrottlingException;
import io.nephele.api.dynamodb.TransactionCanceledException;
import io.nephele.model.AwsException;
import io.nephele.services.dynamodb.values.AttributeValues;
import io.nephele.services.dynamodb.values.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Collects why a transaction cannot be, for each of its parts. For one thread. */
final class Cancellation {
  private static final String NONE = "None";

  /** What AWS finds before it begins the transaction. */
  private static final String EMPTY_KEY = "One or more parameter values are not valid.";

  private final List<CancellationReason> reasons = new ArrayList<>();
  private boolean cancelled;

  /** The next part could be. */
  void none() {
    reasons.add(new CancellationReason().code(NONE));
  }

  /**
   * The condition of the next part does not hold.
   *
   * @param shown the item that the caller is shown, or null
   */
  void conditionFailed(Map<String, Value> shown) {
    cancelled = true;
    CancellationReason reason =
        new CancellationReason()
            .code("ConditionalCheckFailed")
            .message("The conditional request failed");
    reasons.add(shown == null ? reason : reason.item(AttributeValues.views(shown)));
  }

  /** The item that the next part inserts is there already. */
  void duplicate() {
    cancelled = true;
    reasons.add(
        new CancellationReason()
            .code("DuplicateItem")
            .message("Duplicate primary key exists in table"));
  }

  /**
   * The next part is wrong, or too much.
   *
   * @throws AwsException the error itself, where it is none of a single part
   */
  void failed(AwsException error) {
    cancelled = true;
    String code =
        switch (error) {
          case ProvisionedThroughputExceededException e -> "ProvisionedThroughputExceeded";
          case ThrottlingException e -> "ThrottlingError";
          case io.nephele.api.dynamodb.ItemCollectionSizeLimitExceededException e ->
              "ItemCollectionSizeLimitExceeded";
          default -> {
            boolean ofPart =
                error.code().equals("ValidationException")
                    && !error.getMessage().startsWith(EMPTY_KEY);
            if (!ofPart) {
              throw error;
            }
            yield "ValidationError";
          }
        };
    reasons.add(new CancellationReason().code(code).message(error.getMessage()));
  }

  /** Fails if any part could not be. */
  void check() {
    if (cancelled) {
      throw of(reasons);
    }
  }

  /** The error that tells of others that change the same items again and again. */
  static AwsException conflict(int parts) {
    List<CancellationReason> reasons = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      reasons.add(
          new CancellationReason()
              .code("TransactionConflict")
              .message("Transaction is ongoing for the item"));
    }
    return of(reasons);
  }

  private static AwsException of(List<CancellationReason> reasons) {
    List<String> codes = new ArrayList<>(reasons.size());
    for (CancellationReason reason : reasons) {
      codes.add(reason.code());
    }
    return new TransactionCanceledException(
            "Transaction cancelled, please refer cancellation reasons for specific reasons "
                + codes)
        .cancellationReasons(reasons);
  }
}
