package io.nephele.services.lambda.urls;

import io.nephele.api.lambda.Cors;
import io.nephele.api.lambda.CreateFunctionUrlConfigRequest;
import io.nephele.api.lambda.CreateFunctionUrlConfigResponse;
import io.nephele.api.lambda.DeleteFunctionUrlConfigRequest;
import io.nephele.api.lambda.FunctionUrlConfig;
import io.nephele.api.lambda.GetFunctionUrlConfigRequest;
import io.nephele.api.lambda.GetFunctionUrlConfigResponse;
import io.nephele.api.lambda.InvokeMode;
import io.nephele.api.lambda.ListFunctionUrlConfigsRequest;
import io.nephele.api.lambda.ListFunctionUrlConfigsResponse;
import io.nephele.api.lambda.UpdateFunctionUrlConfigRequest;
import io.nephele.api.lambda.UpdateFunctionUrlConfigResponse;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.model.Bytes;
import io.nephele.model.Unit;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.LambdaErrors;
import io.nephele.services.lambda.state.LambdaWorld;
import io.nephele.services.lambda.state.Pages;
import io.nephele.services.lambda.state.Structs;
import io.nephele.services.lambda.state.Times;
import io.nephele.wire.cbor.StoredStructs;

/** The operations on function URLs. */
public final class FunctionUrls {
  private static final int ID_LENGTH = 32;
  private static final String ID_LETTERS = "abcdefghijklmnopqrstuvwxyz234567";

  private final LambdaWorld lambda;
  private final UrlTable table;

  /** The URLs of a world. */
  public FunctionUrls(LambdaWorld lambda, UrlTable table) {
    this.lambda = lambda;
    this.table = table;
  }

  /** Answers CreateFunctionUrlConfig. */
  public CreateFunctionUrlConfigResponse create(CreateFunctionUrlConfigRequest in, Call call) {
    FunctionRef ref = FunctionRef.parse(in.functionName(), in.qualifier(), call);
    String now = Times.withLetter(lambda.now());
    UrlRow row =
        new UrlRow(
            lambda.world().ids().secretText(ID_LENGTH, ID_LETTERS),
            ref.accountId(),
            ref.region(),
            ref.name(),
            ref.qualifier(),
            in.authType(),
            in.invokeMode() == null ? InvokeMode.BUFFERED : in.invokeMode(),
            cors(in.cors()),
            now,
            now);
    lambda.change(
        ref,
        (transaction, function) -> {
          if (ref.qualifier() != null
              && lambda.tables().alias(transaction, ref, ref.qualifier()) == null) {
            throw LambdaErrors.noFunction(ref.arn());
          }
          if (lambda
                  .tables()
                  .require(transaction, ref, ref.qualifier())
                  .configuration()
                  .tenancyConfig()
              != null) {
            throw LambdaErrors.invalid(
                "Function URLs are not supported for functions with tenant isolation mode.");
          }
          if (table.find(transaction, ref) != null) {
            throw LambdaErrors.conflict(
                "Failed to create function url config for [functionArn = "
                    + ref.arn()
                    + "]. Error message:  FunctionUrlConfig exists for this Lambda function");
          }
          table.put(transaction, row);
          return null;
        });
    CreateFunctionUrlConfigResponse out = new CreateFunctionUrlConfigResponse();
    Structs.take(out.struct(), answer(row, call).struct());
    return out;
  }

  private static Bytes cors(Cors cors) {
    return cors == null ? null : Bytes.of(StoredStructs.write(cors.struct()));
  }

  /** The CORS settings of a URL, or null. */
  static Cors cors(UrlRow row) {
    return row.cors() == null
        ? null
        : new Cors(StoredStructs.read(row.cors().toArray(), new Cors().struct().shape()));
  }

  private FunctionUrlConfig answer(UrlRow row, Call call) {
    return new FunctionUrlConfig()
        .functionUrl(new UrlHost(row.id(), row.region()).url(lambda.world(), call.origin()))
        .functionArn(row.ref().arn())
        .authType(row.authType())
        .invokeMode(row.invokeMode())
        .cors(cors(row))
        .creationTime(row.createdAt())
        .lastModifiedTime(row.modifiedAt());
  }

  private UrlRow require(Reader reader, FunctionRef ref) {
    UrlRow row = table.find(reader, ref);
    if (row == null) {
      throw LambdaErrors.notFound("The resource you requested does not exist.");
    }
    return row;
  }

  /** Answers GetFunctionUrlConfig. */
  public GetFunctionUrlConfigResponse get(GetFunctionUrlConfigRequest in, Call call) {
    FunctionRef ref = FunctionRef.parse(in.functionName(), in.qualifier(), call);
    GetFunctionUrlConfigResponse out = new GetFunctionUrlConfigResponse();
    UrlRow row = lambda.read(reader -> require(reader, ref));
    Structs.take(out.struct(), answer(row, call).struct());
    return out;
  }

  /** Answers UpdateFunctionUrlConfig. */
  public UpdateFunctionUrlConfigResponse update(UpdateFunctionUrlConfigRequest in, Call call) {
    FunctionRef ref = FunctionRef.parse(in.functionName(), in.qualifier(), call);
    UrlRow row =
        lambda.change(
            ref,
            (transaction, function) -> {
              UrlRow before = require(transaction, ref);
              UrlRow after =
                  new UrlRow(
                      before.id(),
                      before.accountId(),
                      before.region(),
                      before.name(),
                      before.qualifier(),
                      in.authType() == null ? before.authType() : in.authType(),
                      in.invokeMode() == null ? before.invokeMode() : in.invokeMode(),
                      in.cors() == null ? before.cors() : cors(in.cors()),
                      before.createdAt(),
                      Times.withLetter(lambda.now()));
              table.put(transaction, after);
              return after;
            });
    UpdateFunctionUrlConfigResponse out = new UpdateFunctionUrlConfigResponse();
    Structs.take(out.struct(), answer(row, call).struct());
    return out;
  }

  /** Answers DeleteFunctionUrlConfig. */
  public Unit delete(DeleteFunctionUrlConfigRequest in, Call call) {
    FunctionRef ref = FunctionRef.parse(in.functionName(), in.qualifier(), call);
    return lambda.change(
        ref,
        (transaction, function) -> {
          table.remove(transaction, require(transaction, ref));
          return LambdaWorld.done(call);
        });
  }

  /** Answers ListFunctionUrlConfigs. */
  public ListFunctionUrlConfigsResponse list(ListFunctionUrlConfigsRequest in, Call call) {
    FunctionRef ref = FunctionRef.parse(in.functionName(), null, call);
    return lambda.read(
        reader -> {
          lambda.tables().require(reader, ref);
          Pages<FunctionUrlConfig> page =
              Pages.of(
                  reader,
                  table.rows(),
                  ref.place(),
                  in.marker(),
                  in.maxItems(),
                  row -> answer(row.value(), call));
          return new ListFunctionUrlConfigsResponse()
              .functionUrlConfigs(page.items())
              .nextMarker(page.next());
        });
  }
}
