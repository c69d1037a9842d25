package io.nephele.services.lambda.durable;

import io.nephele.api.lambda.ErrorObject;
import io.nephele.api.lambda.Event;
import io.nephele.api.lambda.ExecutionStatus;
import io.nephele.api.lambda.GetDurableExecutionHistoryRequest;
import io.nephele.api.lambda.GetDurableExecutionHistoryResponse;
import io.nephele.api.lambda.GetDurableExecutionRequest;
import io.nephele.api.lambda.GetDurableExecutionResponse;
import io.nephele.api.lambda.ListDurableExecutionsByFunctionRequest;
import io.nephele.api.lambda.ListDurableExecutionsByFunctionResponse;
import io.nephele.api.lambda.StopDurableExecutionRequest;
import io.nephele.api.lambda.StopDurableExecutionResponse;
import io.nephele.api.lambda.TraceHeader;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.model.Member;
import io.nephele.model.Struct;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.Pages;
import io.nephele.services.lambda.state.Structs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The operations that tell of executions and end them. */
final class DurableExecutions {
  private static final int USUAL_PAGE = 100;
  private static final int LARGEST_PAGE = 1000;

  private final DurableWorld durable;

  DurableExecutions(DurableWorld durable) {
    this.durable = durable;
  }

  private Ending ending(Reader reader, Execution execution) {
    return durable.tables().endings().get(reader, execution.place());
  }

  /** Answers GetDurableExecution. */
  GetDurableExecutionResponse get(GetDurableExecutionRequest in, Call call) {
    return durable.require(
        in.durableExecutionArn(),
        (reader, execution) -> {
          Ending ending = ending(reader, execution);
          GetDurableExecutionResponse out =
              new GetDurableExecutionResponse()
                  .durableExecutionArn(execution.arn())
                  .durableExecutionName(execution.name())
                  .functionArn(execution.ref().arn())
                  .inputPayload(execution.input())
                  .startTimestamp(execution.startedAt())
                  .status(status(ending))
                  .version(execution.version());
          if (execution.traceHeader() != null) {
            out.traceHeader(new TraceHeader().xAmznTraceId(execution.traceHeader()));
          }
          return ending == null
              ? out
              : out.endTimestamp(ending.endedAt())
                  .result(ending.result())
                  .error(ending.errorObject());
        });
  }

  private static String status(Ending ending) {
    return ending == null ? ExecutionStatus.RUNNING : ending.status();
  }

  /** Answers GetDurableExecutionHistory. */
  GetDurableExecutionHistoryResponse history(GetDurableExecutionHistoryRequest in, Call call) {
    return durable.require(
        in.durableExecutionArn(),
        (reader, execution) -> {
          List<Event> all = new ArrayList<>();
          for (Table.Row<Event> row : durable.tables().history().scan(reader, execution.place())) {
            Event event = row.value();
            all.add(Boolean.FALSE.equals(in.includeExecutionData()) ? withoutData(event) : event);
          }
          Pages<Event> page =
              page(
                  Boolean.TRUE.equals(in.reverseOrder()) ? all.reversed() : all,
                  in.marker(),
                  in.maxItems());
          return new GetDurableExecutionHistoryResponse()
              .events(page.items())
              .nextMarker(page.next());
        });
  }

  private static <T> Pages<T> page(List<T> all, String marker, Integer most) {
    int wanted = most == null || most == 0 ? USUAL_PAGE : most;
    return Pages.of(all, marker, wanted, LARGEST_PAGE);
  }

  /** An event without what was put in and what came of it. */
  private static Event withoutData(Event event) {
    Struct copy = Structs.copy(event.struct());
    for (Member member : copy.shape().members()) {
      if (copy.get(member) instanceof Struct details) {
        Struct bare = Structs.copy(details);
        for (Member part : details.shape().members()) {
          if (details.get(part) instanceof Struct data && data.shape().member("Payload") != null) {
            bare.set(part, new Struct(data.shape()).set("Truncated", true));
          }
        }
        copy.set(member, bare);
      }
    }
    return new Event(copy);
  }

  /** Answers ListDurableExecutionsByFunction. */
  ListDurableExecutionsByFunctionResponse list(
      ListDurableExecutionsByFunctionRequest in, Call call) {
    FunctionRef ref = FunctionRef.parse(in.functionName(), in.qualifier(), call);
    return durable
        .lambda()
        .read(
            reader -> {
              durable.lambda().tables().require(reader, ref);
              String version =
                  ref.qualifier() == null
                      ? null
                      : durable
                          .lambda()
                          .tables()
                          .require(reader, ref, ref.qualifier())
                          .configuration()
                          .version();
              List<io.nephele.api.lambda.Execution> all = new ArrayList<>();
              for (Table.Row<Execution> row :
                  durable.tables().executions().scan(reader, ref.place())) {
                Execution each = row.value();
                Ending ending = ending(reader, each);
                if ((version == null || version.equals(each.version()))
                    && isWanted(in, each, status(ending))) {
                  all.add(item(each, ending));
                }
              }
              all.sort(
                  Comparator.comparing(
                      io.nephele.api.lambda.Execution::startTimestamp, Instant::compareTo));
              Pages<io.nephele.api.lambda.Execution> page =
                  page(
                      Boolean.TRUE.equals(in.reverseOrder()) ? all.reversed() : all,
                      in.marker(),
                      in.maxItems());
              return new ListDurableExecutionsByFunctionResponse()
                  .durableExecutions(page.items())
                  .nextMarker(page.next());
            });
  }

  private static boolean isWanted(
      ListDurableExecutionsByFunctionRequest in, Execution execution, String status) {
    return (in.durableExecutionName() == null || in.durableExecutionName().equals(execution.name()))
        && (in.statuses() == null || in.statuses().contains(status))
        && (in.startedAfter() == null || execution.startedAt().isAfter(in.startedAfter()))
        && (in.startedBefore() == null || execution.startedAt().isBefore(in.startedBefore()));
  }

  private static io.nephele.api.lambda.Execution item(Execution execution, Ending ending) {
    return new io.nephele.api.lambda.Execution()
        .durableExecutionArn(execution.arn())
        .durableExecutionName(execution.name())
        .functionArn(execution.ref().arn())
        .status(status(ending))
        .startTimestamp(execution.startedAt())
        .endTimestamp(ending == null ? null : ending.endedAt());
  }

  /** Answers StopDurableExecution. */
  StopDurableExecutionResponse stop(StopDurableExecutionRequest in, Call call) {
    Execution found = durable.require(in.durableExecutionArn(), (reader, execution) -> execution);
    ErrorObject error = in.error() == null ? new ErrorObject() : in.error();
    durable.change(
        found.place(),
        change -> {
          change.end(ExecutionStatus.STOPPED, null, error);
          return null;
        });
    Ending ending = durable.lambda().read(reader -> ending(reader, found));
    return new StopDurableExecutionResponse().stopTimestamp(ending.endedAt());
  }
}
