package io.nephele.services.lambda.functions;

import io.nephele.api.kms.CreateGrantRequest;
import io.nephele.api.kms.DecryptRequest;
import io.nephele.api.kms.EncryptRequest;
import io.nephele.api.kms.GrantConstraints;
import io.nephele.api.kms.Kms;
import io.nephele.api.lambda.EnvironmentError;
import io.nephele.api.lambda.EnvironmentResponse;
import io.nephele.api.lambda.FunctionConfiguration;
import io.nephele.api.lambda.KMSAccessDeniedException;
import io.nephele.api.lambda.KMSDisabledException;
import io.nephele.api.lambda.KMSInvalidStateException;
import io.nephele.api.lambda.KMSNotFoundException;
import io.nephele.core.call.Call;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.json.JsonText;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.model.ApiOperation;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.model.View;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.LambdaErrors;
import io.nephele.services.lambda.state.LambdaWorld;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Environment variables under KMS keys of customers. Who sets them must be allowed to encrypt and
 * to grant the function's role the decryption, who reads them to decrypt.
 */
public final class VariableKeys {
  /** No variable can be called so; its value is the ciphertext of all. */
  private static final String SEALED = "=";

  private static final String CONTEXT = "aws:lambda:FunctionArn";

  private final LambdaWorld lambda;
  private final ExecutionRoles roles;

  /** The keys of functions of a world. */
  public VariableKeys(LambdaWorld lambda, ExecutionRoles roles) {
    this.lambda = lambda;
    this.roles = roles;
  }

  private static Map<String, String> variables(FunctionConfiguration configuration) {
    EnvironmentResponse environment = configuration.environment();
    return environment == null || environment.variables() == null
        ? Map.of()
        : environment.variables();
  }

  /** Whether the variables of a configuration are encrypted. */
  static boolean isSealed(FunctionConfiguration configuration) {
    return variables(configuration).containsKey(SEALED);
  }

  /** Encrypts the variables of a configuration as the caller, if it names a key. */
  void seal(FunctionConfiguration configuration, FunctionRef ref, Call call) {
    String key = configuration.kmsKeyArn();
    Map<String, String> clear = variables(configuration);
    if (key == null || clear.isEmpty() || clear.containsKey(SEALED)) {
      return;
    }
    Map<String, String> context = Map.of(CONTEXT, ref.unqualifiedArn());
    try {
      byte[] sealed =
          asCaller(
                  call,
                  Kms.Encrypt,
                  new EncryptRequest()
                      .keyId(key)
                      .plaintext(Bytes.utf8(JsonText.write(new LinkedHashMap<>(clear))))
                      .encryptionContext(context))
              .ciphertextBlob()
              .toArray();
      asCaller(
          call,
          Kms.CreateGrant,
          new CreateGrantRequest()
              .keyId(key)
              .granteePrincipal(configuration.role())
              .operations(List.of("Decrypt"))
              .constraints(new GrantConstraints().encryptionContextEquals(context)));
      configuration.environment(
          new EnvironmentResponse()
              .variables(Map.of(SEALED, Base64.getEncoder().encodeToString(sealed))));
    } catch (AwsException e) {
      throw LambdaErrors.invalid(
          "Lambda was unable to configure access to your environment variables because the KMS key"
              + " is invalid for CreateGrant. Please check your KMS key settings. KMS Exception: "
              + e.code()
              + ", KMS Message: "
              + e.getMessage());
    }
  }

  /** Decrypts the variables of a configuration that can be changed, as the caller. */
  void open(FunctionConfiguration configuration, FunctionRef ref, Call call) {
    String sealed = variables(configuration).get(SEALED);
    if (sealed != null) {
      Bytes clear = asCaller(call, Kms.Decrypt, decryption(sealed, ref)).plaintext();
      configuration.environment(new EnvironmentResponse().variables(map(clear)));
    }
  }

  /** An answer as the caller may see it: with an error in place of variables if he may not. */
  public FunctionConfiguration reveal(FunctionConfiguration answer, Call call) {
    if (isSealed(answer)) {
      try {
        open(answer, FunctionRef.ofArn(answer.functionArn()), call);
      } catch (AwsException e) {
        answer.environment(
            new EnvironmentResponse()
                .error(
                    new EnvironmentError()
                        .errorCode(e.code())
                        .message(
                            "Lambda was unable to decrypt your environment variables because the"
                                + " KMS access was denied. Please check your KMS permissions. KMS"
                                + " Exception: "
                                + e.code()
                                + " KMS Message: "
                                + e.getMessage())));
      }
    }
    return answer;
  }

  /** The variables for a function's program, decrypted as its role. */
  public Map<String, String> forProgram(FunctionConfiguration configuration, FunctionRef ref) {
    String sealed = variables(configuration).get(SEALED);
    if (sealed == null) {
      return variables(configuration);
    }
    Principal session = roles.session(configuration.role(), ref);
    Region region = Regions.find(ref.region());
    Origin origin = Origin.service(LambdaWorld.PRINCIPAL, ref.unqualifiedArn());
    try {
      return map(
          lambda
              .world()
              .call(Kms.Decrypt, decryption(sealed, ref), session, region, origin)
              .plaintext());
    } catch (AwsException e) {
      throw unusable(e);
    }
  }

  private static DecryptRequest decryption(String sealed, FunctionRef ref) {
    return new DecryptRequest()
        .ciphertextBlob(Bytes.of(Base64.getDecoder().decode(sealed)))
        .encryptionContext(Map.of(CONTEXT, ref.unqualifiedArn()));
  }

  private static Map<String, String> map(Bytes json) {
    Map<String, String> variables = new LinkedHashMap<>();
    if (JsonText.parse(json.utf8()) instanceof Map<?, ?> map) {
      map.forEach((name, value) -> variables.put((String) name, (String) value));
    }
    return variables;
  }

  private static AwsException unusable(AwsException e) {
    String told = "KMS Exception: " + e.code() + "KMS Message: " + e.getMessage();
    String start = "Lambda was unable to decrypt the environment variables because ";
    return switch (e.code()) {
      case "DisabledException" ->
          new KMSDisabledException(
              start
                  + "the KMS key used is disabled. Please check the function's KMS key settings. "
                  + told);
      case "KMSInvalidStateException" ->
          new KMSInvalidStateException(
              start
                  + "the KMS key used is in an invalid state for Decrypt. Please check the"
                  + " function's KMS key settings. "
                  + told);
      case "NotFoundException" ->
          new KMSNotFoundException(
              start
                  + "the KMS key was not found. Please check the function's KMS key settings. "
                  + told);
      default ->
          new KMSAccessDeniedException(
              start
                  + "KMS access was denied. Please check the function's KMS key settings. "
                  + told);
    };
  }

  private <I extends View, O extends View> O asCaller(
      Call call, ApiOperation<I, O> operation, I request) {
    Origin from = call.origin();
    Origin origin =
        new Origin(
            from.scheme(),
            from.host(),
            from.sourceAddress(),
            from.userAgent(),
            from.referer(),
            List.of(LambdaWorld.PRINCIPAL),
            null);
    return lambda.world().call(operation, request, call.principal(), call.region(), origin);
  }
}
