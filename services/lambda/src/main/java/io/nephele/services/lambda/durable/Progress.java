package io.nephele.services.lambda.durable;

/**
 * How far an execution has come.
 *
 * @param changes how many changes of operations there were, which number them
 * @param events how many events its history has
 * @param operations how many operations there are
 * @param token what the invocation that runs it shows to go on, or null
 * @param told how many changes its function knows of by that token
 * @param spent the token before, for who did not get an answer and asks again
 * @param toldBefore how many changes that one told of
 * @param client the caller's own token of the last checkpoint, or null
 * @param running whether an invocation runs it
 * @param wanted whether something happened that another invocation has to see
 * @param failures how many invocations in a row have failed
 */
record Progress(
    long changes,
    long events,
    int operations,
    String token,
    long told,
    String spent,
    long toldBefore,
    String client,
    boolean running,
    boolean wanted,
    int failures) {
  /** Nothing was done. */
  static final Progress NONE = new Progress(0, 0, 0, null, 0, null, 0, null, false, false, 0);

  Progress afterChange(boolean isNew) {
    return new Progress(
        changes + 1,
        events,
        operations + (isNew ? 1 : 0),
        token,
        told,
        spent,
        toldBefore,
        client,
        running,
        wanted,
        failures);
  }

  Progress afterEvent() {
    return new Progress(
        changes,
        events + 1,
        operations,
        token,
        told,
        spent,
        toldBefore,
        client,
        running,
        wanted,
        failures);
  }

  /** With a new token, which tells all changes so far. */
  Progress telling(String next, String clientToken) {
    return new Progress(
        changes,
        events,
        operations,
        next,
        changes,
        token,
        told,
        clientToken,
        running,
        wanted,
        failures);
  }

  /** While an invocation runs it, or none; what happened before is known to it. */
  Progress running(boolean now) {
    return new Progress(
        changes, events, operations, token, told, spent, toldBefore, client, now, false, failures);
  }

  /** Something has happened that the invocation that runs may not see. */
  Progress want() {
    return new Progress(
        changes,
        events,
        operations,
        token,
        told,
        spent,
        toldBefore,
        client,
        running,
        true,
        failures);
  }

  Progress withFailures(int count) {
    return new Progress(
        changes,
        events,
        operations,
        token,
        told,
        spent,
        toldBefore,
        client,
        running,
        wanted,
        count);
  }
}
