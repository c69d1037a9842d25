package io.nephele.services.lambda.functions;

import io.nephele.api.lambda.FunctionConfiguration;
import io.nephele.api.lambda.LastUpdateStatus;
import io.nephele.api.lambda.State;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.VersionRow;

/** Configurations of versions as they are answered. */
final class Answers {
  private Answers() {}

  /**
   * What is answered of a version.
   *
   * @param ref as the caller named it
   */
  static FunctionConfiguration of(VersionRow row, FunctionRef ref) {
    FunctionConfiguration stored = row.configuration();
    FunctionConfiguration told = listed(row, ref).lastUpdateStatus(LastUpdateStatus.SUCCESSFUL);
    return stored.state() == null
        ? told.state(State.ACTIVE)
        : told.state(stored.state())
            .stateReason(stored.stateReason())
            .stateReasonCode(stored.stateReasonCode());
  }

  /** As lists say it, which do not tell states. */
  static FunctionConfiguration listed(VersionRow row, FunctionRef ref) {
    return row.copy().functionArn(ref.arn()).state(null).stateReason(null).stateReasonCode(null);
  }

  /**
   * What is answered to who creates a function. It is active when the answer arrives, but clients
   * find what AWS answers.
   */
  static FunctionConfiguration created(VersionRow row, FunctionRef ref) {
    return listed(row, ref)
        .state(State.PENDING)
        .stateReason("The function is being created.")
        .stateReasonCode("Creating");
  }

  /** What is answered to who changes a function. */
  static FunctionConfiguration updated(VersionRow row, FunctionRef ref) {
    return listed(row, ref)
        .state(State.ACTIVE)
        .lastUpdateStatus(LastUpdateStatus.IN_PROGRESS)
        .lastUpdateStatusReason("The function is being created.")
        .lastUpdateStatusReasonCode("Creating");
  }
}
