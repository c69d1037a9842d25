package io.nephele.services.secretsmanager;

import io.nephele.api.lambda.InvocationRequest;
import io.nephele.api.lambda.InvocationResponse;
import io.nephele.api.lambda.Lambda;
import io.nephele.api.secretsmanager.DescribeSecretRequest;
import io.nephele.api.secretsmanager.DescribeSecretResponse;
import io.nephele.api.secretsmanager.GetSecretValueRequest;
import io.nephele.api.secretsmanager.PutSecretValueRequest;
import io.nephele.api.secretsmanager.Secretsmanager;
import io.nephele.api.secretsmanager.UpdateSecretVersionStageRequest;
import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.access.ProtectedResources;
import io.nephele.core.access.ResourcePolicy;
import io.nephele.core.call.Bindings;
import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import io.nephele.core.json.JsonText;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.model.ApiOperation;
import io.nephele.model.AwsException;
import io.nephele.model.View;
import io.nephele.policy.AttachedPolicy;
import io.nephele.policy.PolicyDocument;
import io.nephele.policy.PolicyKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Functions that rotate secrets by Secrets Manager's API, as far as these tests need Lambda: {@code
 * good}; {@code bad}, which fails at setSecret; {@code mended}, which does so at first; and {@code
 * closed}, which nobody may invoke.
 */
final class RotatingFunctions implements ServiceModule {
  private static final Table<Step> STEPS = Table.of("lambda.steps", Step.class);

  record Step(String function, String step, String token, String principal) {}

  private World world;

  static String arn(String function) {
    return "arn:aws:lambda:us-east-1:000000000000:function:" + function;
  }

  /** The steps that functions were asked for, in order. */
  static List<Step> steps(World world) {
    return world
        .store()
        .read(
            reader -> {
              List<Step> all = new ArrayList<>();
              STEPS.scan(reader, Key.EMPTY).forEachRemaining(row -> all.add(row.value()));
              return all;
            });
  }

  @Override
  public String name() {
    return "lambda";
  }

  @Override
  public void bind(Bindings on, World at) {
    world = at;
    on.bind(Lambda.Invoke, this::invoke);
    on.protect(
        new ProtectedResources() {
          @Override
          public ResourcePolicy policy(String arn) {
            String policy =
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
                    + "{\"Service\":\"secretsmanager.amazonaws.com\"},\"Action\":"
                    + "\"lambda:InvokeFunction\",\"Resource\":\"*\",\"Condition\":{\"ArnLike\":"
                    + "{\"aws:SourceArn\":\"arn:aws:secretsmanager:*:*:secret:*\"}}}]}";
            return arn.endsWith("closed")
                ? null
                : ResourcePolicy.of(
                    "000000000000",
                    new AttachedPolicy(PolicyDocument.parse(policy, PolicyKind.RESOURCE), arn));
          }

          @Override
          public Map<String, String> tags(String arn) {
            return Map.of();
          }
        });
  }

  private InvocationResponse invoke(InvocationRequest in, Call call) {
    if ("DryRun".equals(in.invocationType())) {
      return new InvocationResponse().statusCode(204);
    }
    Map<?, ?> event = (Map<?, ?>) JsonText.parse(in.payload().utf8());
    String name = in.functionName().substring(in.functionName().lastIndexOf(':') + 1);
    String step = (String) event.get("Step");
    String token = (String) event.get("ClientRequestToken");
    long before = steps(world).stream().filter(s -> s.step().equals("setSecret")).count();
    world
        .store()
        .write(
            transaction -> {
              STEPS.put(
                  transaction,
                  Key.EMPTY.with(next(transaction)),
                  new Step(name, step, token, call.principal().arn()));
              return null;
            });
    boolean fails = name.equals("bad") || name.equals("mended") && before == 0;
    if (step.equals("setSecret") && fails) {
      return new InvocationResponse().statusCode(200).functionError("Unhandled");
    }
    run(step, (String) event.get("SecretId"), token, (String) event.get("RotationToken"), call);
    return new InvocationResponse().statusCode(200);
  }

  private void run(String step, String secret, String token, String rotationToken, Call call) {
    switch (step) {
      case "createSecret" -> create(secret, token, rotationToken, call);
      case "testSecret" ->
          call(
              Secretsmanager.GetSecretValue,
              new GetSecretValueRequest().secretId(secret).versionStage("AWSPENDING"),
              call);
      case "finishSecret" -> {
        DescribeSecretResponse described =
            call(Secretsmanager.DescribeSecret, new DescribeSecretRequest().secretId(secret), call);
        String current = null;
        for (Map.Entry<String, List<String>> version : described.versionIdsToStages().entrySet()) {
          current = version.getValue().contains("AWSCURRENT") ? version.getKey() : current;
        }
        call(
            Secretsmanager.UpdateSecretVersionStage,
            new UpdateSecretVersionStageRequest()
                .secretId(secret)
                .versionStage("AWSCURRENT")
                .moveToVersionId(token)
                .removeFromVersionId(current),
            call);
      }
      default -> {}
    }
  }

  private void create(String secret, String token, String rotationToken, Call call) {
    try {
      call(
          Secretsmanager.GetSecretValue,
          new GetSecretValueRequest().secretId(secret).versionId(token).versionStage("AWSPENDING"),
          call);
    } catch (AwsException e) {
      if (!e.code().equals("ResourceNotFoundException")) {
        throw e;
      }
      call(
          Secretsmanager.PutSecretValue,
          new PutSecretValueRequest()
              .secretId(secret)
              .clientRequestToken(token)
              .rotationToken(rotationToken)
              .secretString("made by " + token)
              .versionStages(List.of("AWSPENDING")),
          call);
    }
  }

  private <I extends View, O extends View> O call(
      ApiOperation<I, O> operation, I request, Call call) {
    return world.call(
        operation,
        request,
        Principal.root(call.region().partition(), "000000000000"),
        call.region());
  }

  private static long next(Reader reader) {
    long rows = 0;
    for (Table.Rows<Step> all = STEPS.scan(reader, Key.EMPTY); all.hasNext(); all.next()) {
      rows++;
    }
    return rows;
  }
}
