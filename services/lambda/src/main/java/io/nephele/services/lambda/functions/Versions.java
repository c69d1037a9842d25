package io.nephele.services.lambda.functions;

import io.nephele.api.lambda.FunctionConfiguration;
import io.nephele.api.lambda.ListVersionsByFunctionRequest;
import io.nephele.api.lambda.ListVersionsByFunctionResponse;
import io.nephele.api.lambda.PublishVersionRequest;
import io.nephele.core.call.Call;
import io.nephele.core.store.Transaction;
import io.nephele.model.Bytes;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.FunctionRow;
import io.nephele.services.lambda.state.LambdaErrors;
import io.nephele.services.lambda.state.LambdaWorld;
import io.nephele.services.lambda.state.Pages;
import io.nephele.services.lambda.state.VersionRow;

/** Numbered versions, which do not change. */
public final class Versions {
  private final LambdaWorld lambda;

  /** The versions of a world. */
  public Versions(LambdaWorld lambda) {
    this.lambda = lambda;
  }

  /** Answers PublishVersion. */
  public FunctionConfiguration publish(PublishVersionRequest in, Call call) {
    FunctionRef ref = FunctionRef.parse(in.functionName(), null, call);
    if (in.publishTo() != null) {
      throw LambdaErrors.notImplemented("PublishTo");
    }
    return lambda.change(
        ref,
        (transaction, function) -> {
          FunctionConfiguration latest =
              lambda.tables().version(transaction, ref, FunctionRef.LATEST).configuration();
          if (in.codeSha256() != null && !in.codeSha256().equals(latest.codeSha256())) {
            throw LambdaErrors.invalid(
                "CodeSHA256 ("
                    + in.codeSha256()
                    + ") is different from current CodeSHA256 in $LATEST ("
                    + latest.codeSha256()
                    + "). Please try again with the CodeSHA256 in $LATEST.");
          }
          if (in.revisionId() != null && !in.revisionId().equals(latest.revisionId())) {
            throw LambdaErrors.otherRevision("function", "GetFunction/GetAlias");
          }
          VersionRow published = publish(transaction, function, in.description());
          return Answers.of(published, ref.with(published.configuration().version()));
        });
  }

  /**
   * Publishes what can be changed, unless the last version is the same.
   *
   * @param description the version's own, or null
   */
  VersionRow publish(Transaction transaction, FunctionRow function, String description) {
    FunctionRef ref = function.ref();
    VersionRow latest = lambda.tables().version(transaction, ref, FunctionRef.LATEST);
    FunctionConfiguration configuration = latest.copy();
    if (description != null && !description.isEmpty()) {
      configuration.description(description);
    }
    if (function.nextVersion() > 1) {
      String before = Long.toString(function.nextVersion() - 1);
      VersionRow last = lambda.tables().version(transaction, ref, before);
      if (last != null && isSame(last.copy(), latest.copy())) {
        return last;
      }
    }
    String number = Long.toString(function.nextVersion());
    configuration.version(number).revisionId(lambda.uuid());
    SnapStartRules.publish(configuration);
    VersionRow row =
        VersionRow.of(configuration, latest.code(), latest.layers(), latest.updateRuntimeOn());
    lambda.tables().put(transaction, ref, number, row);
    lambda.tables().functions().put(transaction, ref.place(), function.afterVersion());
    if (SnapStartRules.isSnapshot(configuration)) {
      lambda
          .world()
          .timers()
          .schedule(
              transaction,
              SnapStartRules.KIND,
              lambda.tables().place(ref, number),
              lambda.now(),
              Bytes.EMPTY);
    }
    return row;
  }

  /** Whether two versions, which this may change, have the same code and settings. */
  private static boolean isSame(FunctionConfiguration one, FunctionConfiguration other) {
    return settings(one).equals(settings(other));
  }

  private static FunctionConfiguration settings(FunctionConfiguration of) {
    SnapStartRules.unpublish(of);
    return of.version(null).revisionId(null).lastModified(null).description(null);
  }

  /** Answers ListVersionsByFunction. */
  public ListVersionsByFunctionResponse list(ListVersionsByFunctionRequest in, Call call) {
    FunctionRef ref = FunctionRef.parse(in.functionName(), null, call);
    return lambda.read(
        reader -> {
          lambda.tables().require(reader, ref);
          Pages<FunctionConfiguration> page =
              Pages.of(
                  reader,
                  lambda.tables().versions(),
                  ref.place(),
                  in.marker(),
                  in.maxItems(),
                  row ->
                      Answers.listed(row.value(), ref.with(row.value().configuration().version())));
          return new ListVersionsByFunctionResponse()
              .versions(page.items())
              .nextMarker(page.next());
        });
  }
}
