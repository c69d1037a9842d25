package io.nephele.services.lambda.functions;

import io.nephele.api.lambda.AccountLimit;
import io.nephele.api.lambda.AccountUsage;
import io.nephele.api.lambda.Concurrency;
import io.nephele.api.lambda.FunctionCodeLocation;
import io.nephele.api.lambda.FunctionConfiguration;
import io.nephele.api.lambda.FunctionVersion;
import io.nephele.api.lambda.GetAccountSettingsRequest;
import io.nephele.api.lambda.GetAccountSettingsResponse;
import io.nephele.api.lambda.GetFunctionConfigurationRequest;
import io.nephele.api.lambda.GetFunctionRequest;
import io.nephele.api.lambda.GetFunctionResponse;
import io.nephele.api.lambda.ListFunctionsRequest;
import io.nephele.api.lambda.ListFunctionsResponse;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.services.lambda.code.CodeLinks;
import io.nephele.services.lambda.code.Packages;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.FunctionRow;
import io.nephele.services.lambda.state.FunctionTables;
import io.nephele.services.lambda.state.LambdaWorld;
import io.nephele.services.lambda.state.Pages;
import io.nephele.services.lambda.state.VersionRow;
import java.util.List;

/** The operations that tell of functions. */
public final class FunctionReads {
  private final LambdaWorld lambda;
  private final CodeLinks links;

  /** The functions of a world. */
  public FunctionReads(LambdaWorld lambda, CodeLinks links) {
    this.lambda = lambda;
    this.links = links;
  }

  /** Answers GetFunction. */
  public GetFunctionResponse get(GetFunctionRequest in, Call call) {
    FunctionRef ref = FunctionRef.parse(in.functionName(), in.qualifier(), call);
    return lambda.read(
        reader -> {
          VersionRow row = lambda.tables().require(reader, ref, ref.qualifier());
          FunctionRow function = lambda.tables().require(reader, ref);
          String version = row.configuration().version();
          GetFunctionResponse out =
              new GetFunctionResponse()
                  .configuration(Answers.of(row, ref))
                  .code(
                      new FunctionCodeLocation()
                          .repositoryType("S3")
                          .location(links.link(ref.arn(version), call)))
                  .tags(function.tags().isEmpty() ? null : function.tags());
          if (function.reservedConcurrency() != null) {
            out.concurrency(
                new Concurrency().reservedConcurrentExecutions(function.reservedConcurrency()));
          }
          return out;
        });
  }

  /** Answers GetFunctionConfiguration. */
  public FunctionConfiguration configuration(GetFunctionConfigurationRequest in, Call call) {
    FunctionRef ref = FunctionRef.parse(in.functionName(), in.qualifier(), call);
    return lambda.read(
        reader -> Answers.of(lambda.tables().require(reader, ref, ref.qualifier()), ref));
  }

  /** Answers ListFunctions. */
  public ListFunctionsResponse list(ListFunctionsRequest in, Call call) {
    Key owner = Key.of(call.accountId()).with(call.region().name());
    boolean all = FunctionVersion.ALL.equals(in.functionVersion());
    boolean none = in.masterRegion() != null && !in.masterRegion().equals("ALL");
    if (none) {
      // Functions of other regions that run at the edge; there are no such replicas.
      return new ListFunctionsResponse().functions(List.of());
    }
    return lambda.read(
        reader -> {
          Pages<FunctionConfiguration> page =
              all
                  ? Pages.of(
                      reader,
                      lambda.tables().versions(),
                      owner,
                      in.marker(),
                      in.maxItems(),
                      row -> version(row.value(), call))
                  : Pages.of(
                      reader,
                      lambda.tables().functions(),
                      owner,
                      in.marker(),
                      in.maxItems(),
                      row -> latest(reader, row.value()));
          return new ListFunctionsResponse().functions(page.items()).nextMarker(page.next());
        });
  }

  private static FunctionConfiguration version(VersionRow row, Call call) {
    FunctionConfiguration configuration = row.configuration();
    FunctionRef ref = FunctionRef.parse(configuration.functionName(), null, call);
    return Answers.listed(row, ref.with(configuration.version()));
  }

  private FunctionConfiguration latest(Reader reader, FunctionRow function) {
    FunctionRef ref = function.ref();
    return Answers.listed(lambda.tables().version(reader, ref, FunctionRef.LATEST), ref);
  }

  /** Answers GetAccountSettings. */
  public GetAccountSettingsResponse account(GetAccountSettingsRequest in, Call call) {
    Key owner = Key.of(call.accountId()).with(call.region().name());
    return lambda.read(
        reader -> {
          FunctionTables.Usage usage = lambda.tables().usage(reader, owner);
          return new GetAccountSettingsResponse()
              .accountLimit(
                  new AccountLimit()
                      .totalCodeSize(Packages.MOST_STORED)
                      .codeSizeUnzipped(Packages.MOST_UNZIPPED)
                      .codeSizeZipped(50L * 1024 * 1024)
                      .concurrentExecutions(ReservedConcurrency.ACCOUNT)
                      .unreservedConcurrentExecutions(
                          ReservedConcurrency.ACCOUNT
                              - ReservedConcurrency.sum(lambda, reader, owner)))
              .accountUsage(
                  new AccountUsage()
                      .totalCodeSize(usage.codeSize())
                      .functionCount(usage.functions()));
        });
  }
}
