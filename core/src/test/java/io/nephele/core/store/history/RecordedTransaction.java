package io.nephele.core.store.history;

import java.util.List;

/**
 * One run of a transaction's body, as its client saw it.
 *
 * @param id names the transaction, in the order in which bodies began
 * @param client who ran it; the transactions of a client follow each other
 * @param began a time before it began
 * @param ended a time after it ended; times of a history are all different
 * @param outcome whether it committed
 * @param operations what it did
 */
public record RecordedTransaction(
    int id, int client, long began, long ended, Outcome outcome, List<Operation> operations) {
  /** How a transaction ended. */
  public enum Outcome {
    /** Its changes stand. */
    COMMITTED,
    /** It must have had no effect. */
    ABORTED,
    /** Nobody can tell, for example because the store failed while it committed. */
    UNKNOWN
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RecordedTransaction transaction && transaction.id == id;
  }

  @Override
  public int hashCode() {
    return id;
  }

  @Override
  public String toString() {
    return "T" + id + " (client " + client + ", " + began + " to " + ended + ") " + operations;
  }
}
