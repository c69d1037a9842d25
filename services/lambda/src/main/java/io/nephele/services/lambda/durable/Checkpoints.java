package io.nephele.services.lambda.durable;

import io.nephele.api.lambda.CheckpointDurableExecutionRequest;
import io.nephele.api.lambda.CheckpointDurableExecutionResponse;
import io.nephele.api.lambda.CheckpointUpdatedExecutionState;
import io.nephele.api.lambda.GetDurableExecutionStateRequest;
import io.nephele.api.lambda.GetDurableExecutionStateResponse;
import io.nephele.api.lambda.Operation;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.model.AwsException;
import io.nephele.services.lambda.state.LambdaErrors;
import io.nephele.services.lambda.state.Pages;
import java.util.ArrayList;
import java.util.List;

/** The operations by which a function says and asks what was done. */
final class Checkpoints {
  private static final int USUAL_PAGE = 100;
  private static final int LARGEST_PAGE = 1000;

  private final DurableWorld durable;

  Checkpoints(DurableWorld durable) {
    this.durable = durable;
  }

  /** Answers CheckpointDurableExecution. */
  CheckpointDurableExecutionResponse checkpoint(CheckpointDurableExecutionRequest in, Call call) {
    CheckpointDurableExecutionResponse out =
        durable.change(Execution.place(in.durableExecutionArn()), change -> checkpoint(in, change));
    if (out == null) {
      throw noToken();
    }
    return out;
  }

  private static AwsException noToken() {
    return LambdaErrors.invalid("Invalid checkpoint token");
  }

  private static CheckpointDurableExecutionResponse checkpoint(
      CheckpointDurableExecutionRequest in, Change change) {
    Progress progress = change.progress();
    boolean again =
        in.clientToken() != null
            && in.clientToken().equals(progress.client())
            && in.checkpointToken().equals(progress.spent());
    if (again) {
      return answer(progress.token(), change.since(progress.toldBefore()));
    }
    if (!in.checkpointToken().equals(progress.token())) {
      throw noToken();
    }
    if (in.updates() != null) {
      Updates updates = new Updates(change);
      in.updates().forEach(updates::apply);
    }
    long told = progress.told();
    return change.ended()
        ? answer(null, change.since(told))
        : answer(change.tell(in.clientToken()), change.since(told));
  }

  private static CheckpointDurableExecutionResponse answer(String token, List<OperationRow> rows) {
    return new CheckpointDurableExecutionResponse()
        .checkpointToken(token)
        .newExecutionState(new CheckpointUpdatedExecutionState().operations(operations(rows)));
  }

  private static List<Operation> operations(List<OperationRow> rows) {
    List<Operation> operations = new ArrayList<>(rows.size());
    rows.forEach(row -> operations.add(row.operation()));
    return operations;
  }

  /** Answers GetDurableExecutionState. */
  GetDurableExecutionStateResponse state(GetDurableExecutionStateRequest in, Call call) {
    Key place = Execution.place(in.durableExecutionArn());
    return durable
        .lambda()
        .read(
            reader -> {
              Progress progress = durable.tables().progress().get(reader, place);
              if (progress == null || !in.checkpointToken().equals(progress.token())) {
                throw noToken();
              }
              int most = in.maxItems() == null || in.maxItems() == 0 ? USUAL_PAGE : in.maxItems();
              Pages<OperationRow> page =
                  Pages.of(
                      durable.tables().since(reader, place, 0),
                      in.marker(),
                      Math.min(most, LARGEST_PAGE),
                      LARGEST_PAGE);
              return new GetDurableExecutionStateResponse()
                  .operations(operations(page.items()))
                  .nextMarker(page.next());
            });
  }
}
