package io.nephele.services.lambda.functions;

import io.nephele.api.lambda.CodeSigningConfig;
import io.nephele.api.lambda.CodeSigningConfigNotFoundException;
import io.nephele.api.lambda.CodeSigningPolicies;
import io.nephele.api.lambda.CodeSigningPolicy;
import io.nephele.api.lambda.CodeVerificationFailedException;
import io.nephele.api.lambda.CreateCodeSigningConfigRequest;
import io.nephele.api.lambda.CreateCodeSigningConfigResponse;
import io.nephele.api.lambda.DeleteCodeSigningConfigRequest;
import io.nephele.api.lambda.DeleteCodeSigningConfigResponse;
import io.nephele.api.lambda.DeleteFunctionCodeSigningConfigRequest;
import io.nephele.api.lambda.GetCodeSigningConfigRequest;
import io.nephele.api.lambda.GetCodeSigningConfigResponse;
import io.nephele.api.lambda.GetFunctionCodeSigningConfigRequest;
import io.nephele.api.lambda.GetFunctionCodeSigningConfigResponse;
import io.nephele.api.lambda.ListCodeSigningConfigsRequest;
import io.nephele.api.lambda.ListCodeSigningConfigsResponse;
import io.nephele.api.lambda.ListFunctionsByCodeSigningConfigRequest;
import io.nephele.api.lambda.ListFunctionsByCodeSigningConfigResponse;
import io.nephele.api.lambda.PutFunctionCodeSigningConfigRequest;
import io.nephele.api.lambda.PutFunctionCodeSigningConfigResponse;
import io.nephele.api.lambda.UpdateCodeSigningConfigRequest;
import io.nephele.api.lambda.UpdateCodeSigningConfigResponse;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.model.Unit;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.LambdaErrors;
import io.nephele.services.lambda.state.LambdaWorld;
import io.nephele.services.lambda.state.Pages;
import io.nephele.services.lambda.state.Structs;
import io.nephele.services.lambda.state.Times;
import java.util.Map;

/**
 * Code signing configurations. Nothing signs code in Nephele, so all of it is unsigned: it is
 * refused where a configuration enforces signatures.
 */
public final class CodeSigning {
  private static final int ID_LENGTH = 17;

  private final LambdaWorld lambda;
  private final Table<CodeSigningConfig> configs =
      Table.of("lambda.codeSigning", Structs.codec(CodeSigningConfig::new, CodeSigningConfig::new));
  private final ResourceTags tags;

  /** The configurations of a world. */
  public CodeSigning(LambdaWorld lambda, ResourceTags tags) {
    this.lambda = lambda;
    this.tags = tags;
  }

  /** An error to the caller if a configuration, which may be null, does not take unsigned code. */
  void checkUnsigned(String arn, Call call) {
    if (arn != null && !arn.isEmpty()) {
      CodeSigningConfig config = lambda.read(reader -> require(reader, arn, call));
      if (CodeSigningPolicy.ENFORCE.equals(
          config.codeSigningPolicies().untrustedArtifactOnDeployment())) {
        throw new CodeVerificationFailedException(
            "Lambda cannot deploy the function. The function or layer might be signed using a"
                + " signature that the client is not configured to accept. Check the provided"
                + " signature for unsigned.");
      }
    }
  }

  /** Whether there is a configuration of that ARN. */
  public boolean exists(Reader reader, String arn) {
    Arn parsed = Arn.parse(arn);
    String id = arn.substring(arn.lastIndexOf(':') + 1);
    return configs.contains(reader, Key.of(parsed.account()).with(parsed.region()).with(id));
  }

  private CodeSigningConfig require(Reader reader, String arn, Call call) {
    Arn parsed = Arn.parse(arn);
    CodeSigningConfig config = configs.get(reader, place(arn, call));
    if (parsed == null || config == null || !parsed.account().equals(call.accountId())) {
      throw new CodeSigningConfigNotFoundException(
          "The code signing configuration cannot be found. Check that the provided configuration is"
              + " not deleted: "
              + arn
              + ".");
    }
    return config;
  }

  private static Key place(String arn, Call call) {
    return Key.of(call.accountId())
        .with(call.region().name())
        .with(arn.substring(arn.lastIndexOf(':') + 1));
  }

  /** Answers CreateCodeSigningConfig. */
  public CreateCodeSigningConfigResponse create(CreateCodeSigningConfigRequest in, Call call) {
    String id =
        "csc-" + lambda.world().ids().text(ID_LENGTH, "0123456789abcdefghijklmnopqrstuvwxyz");
    String arn =
        new Arn(
                call.partition(),
                "lambda",
                call.region().name(),
                call.accountId(),
                "code-signing-config:" + id)
            .toString();
    CodeSigningConfig config =
        new CodeSigningConfig()
            .codeSigningConfigId(id)
            .codeSigningConfigArn(arn)
            .description(in.description() == null ? "" : in.description())
            .allowedPublishers(in.allowedPublishers())
            .codeSigningPolicies(policies(in.codeSigningPolicies()))
            .lastModified(Times.withOffset(lambda.now()));
    lambda.write(
        transaction -> {
          configs.put(transaction, place(arn, call), config);
          tags.put(transaction, arn, in.tags() == null ? Map.of() : in.tags());
          return null;
        });
    return new CreateCodeSigningConfigResponse().codeSigningConfig(config);
  }

  private static CodeSigningPolicies policies(CodeSigningPolicies in) {
    return in == null || in.untrustedArtifactOnDeployment() == null
        ? new CodeSigningPolicies().untrustedArtifactOnDeployment(CodeSigningPolicy.WARN)
        : in;
  }

  /** Answers GetCodeSigningConfig. */
  public GetCodeSigningConfigResponse get(GetCodeSigningConfigRequest in, Call call) {
    return new GetCodeSigningConfigResponse()
        .codeSigningConfig(lambda.read(reader -> require(reader, in.codeSigningConfigArn(), call)));
  }

  /** Answers UpdateCodeSigningConfig. */
  public UpdateCodeSigningConfigResponse update(UpdateCodeSigningConfigRequest in, Call call) {
    String arn = in.codeSigningConfigArn();
    return lambda.write(
        transaction -> {
          CodeSigningConfig config =
              new CodeSigningConfig(Structs.copy(require(transaction, arn, call).struct()));
          Structs.take(config.struct(), in.struct());
          config.lastModified(Times.withOffset(lambda.now()));
          configs.put(transaction, place(arn, call), config);
          return new UpdateCodeSigningConfigResponse().codeSigningConfig(config);
        });
  }

  /** Answers DeleteCodeSigningConfig. */
  public DeleteCodeSigningConfigResponse delete(DeleteCodeSigningConfigRequest in, Call call) {
    String arn = in.codeSigningConfigArn();
    return lambda.write(
        transaction -> {
          require(transaction, arn, call);
          if (!users(transaction, arn, call, null, 1).items().isEmpty()) {
            throw LambdaErrors.conflict(
                "Code signing config " + arn + " is still in use by functions.");
          }
          configs.delete(transaction, place(arn, call));
          tags.put(transaction, arn, Map.of());
          return new DeleteCodeSigningConfigResponse();
        });
  }

  /** Answers ListCodeSigningConfigs. */
  public ListCodeSigningConfigsResponse list(ListCodeSigningConfigsRequest in, Call call) {
    Key owner = Key.of(call.accountId()).with(call.region().name());
    return lambda.read(
        reader -> {
          Pages<CodeSigningConfig> page =
              Pages.of(reader, configs, owner, in.marker(), in.maxItems(), Table.Row::value);
          return new ListCodeSigningConfigsResponse()
              .codeSigningConfigs(page.items())
              .nextMarker(page.next());
        });
  }

  /** Answers ListFunctionsByCodeSigningConfig. */
  public ListFunctionsByCodeSigningConfigResponse functions(
      ListFunctionsByCodeSigningConfigRequest in, Call call) {
    return lambda.read(
        reader -> {
          require(reader, in.codeSigningConfigArn(), call);
          Pages<String> page =
              users(reader, in.codeSigningConfigArn(), call, in.marker(), in.maxItems());
          return new ListFunctionsByCodeSigningConfigResponse()
              .functionArns(page.items())
              .nextMarker(page.next());
        });
  }

  private Pages<String> users(Reader reader, String arn, Call call, String marker, Integer most) {
    Key owner = Key.of(call.accountId()).with(call.region().name());
    return Pages.of(
        reader,
        lambda.tables().functions(),
        owner,
        marker,
        most,
        row ->
            arn.equals(row.value().codeSigningConfigArn())
                ? row.value().ref().unqualifiedArn()
                : null);
  }

  /** Answers PutFunctionCodeSigningConfig. */
  public PutFunctionCodeSigningConfigResponse putOfFunction(
      PutFunctionCodeSigningConfigRequest in, Call call) {
    FunctionRef ref = FunctionRef.parse(in.functionName(), null, call);
    return lambda.change(
        ref,
        (transaction, function) -> {
          require(transaction, in.codeSigningConfigArn(), call);
          lambda
              .tables()
              .functions()
              .put(transaction, ref.place(), function.withCodeSigning(in.codeSigningConfigArn()));
          return new PutFunctionCodeSigningConfigResponse()
              .codeSigningConfigArn(in.codeSigningConfigArn())
              .functionName(ref.name());
        });
  }

  /** Answers GetFunctionCodeSigningConfig. */
  public GetFunctionCodeSigningConfigResponse getOfFunction(
      GetFunctionCodeSigningConfigRequest in, Call call) {
    FunctionRef ref = FunctionRef.parse(in.functionName(), null, call);
    return new GetFunctionCodeSigningConfigResponse()
        .functionName(ref.name())
        .codeSigningConfigArn(
            lambda.read(reader -> lambda.tables().require(reader, ref)).codeSigningConfigArn());
  }

  /** Answers DeleteFunctionCodeSigningConfig. */
  public Unit deleteOfFunction(DeleteFunctionCodeSigningConfigRequest in, Call call) {
    FunctionRef ref = FunctionRef.parse(in.functionName(), null, call);
    return lambda.change(
        ref,
        (transaction, function) -> {
          lambda.tables().functions().put(transaction, ref.place(), function.withCodeSigning(null));
          return LambdaWorld.done(call);
        });
  }
}
