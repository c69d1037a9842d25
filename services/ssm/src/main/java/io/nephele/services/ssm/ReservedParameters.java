package io.nephele.services.ssm;

import io.nephele.api.secretsmanager.GetSecretValueRequest;
import io.nephele.api.secretsmanager.GetSecretValueResponse;
import io.nephele.api.secretsmanager.Secretsmanager;
import io.nephele.api.ssm.Parameter;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.json.JsonText;
import io.nephele.model.AwsException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Names that AWS keeps for itself: its public parameters, and references to secrets. */
final class ReservedParameters {
  private static final String SECRETS = "/aws/reference/secretsmanager/";

  /** When AWS's models were published, from which the public parameters are made. */
  private static final Instant PUBLISHED = Instant.parse("2026-04-29T00:00:00Z");

  private static final int ID_LENGTH = 32;

  private final World world;
  private final PublicParameters known = new PublicParameters();

  ReservedParameters(World world) {
    this.world = world;
  }

  PublicParameters known() {
    return known;
  }

  /** The parameter of a reserved name; null if the name is a usual one. */
  Parameter find(ParameterName name, boolean decrypted, Call call) {
    if (name.name().startsWith(SECRETS)) {
      return secret(name, decrypted, call);
    }
    if (!name.name().startsWith(PublicParameters.PREFIX)) {
      return null;
    }
    PublicParameters.Value value = known.all(call.region()).get(name.name());
    if (value == null) {
      throw SsmErrors.notFound();
    }
    if (name.selector() != null && !name.selector().equals(":1")) {
      throw SsmErrors.noSuchVersion(name.selector().substring(1), name.name());
    }
    return told(name.name(), value, call).selector(name.selector());
  }

  /** A public parameter as callers are told. */
  Parameter told(String name, PublicParameters.Value value, Call call) {
    return new Parameter()
        .name(name)
        .type("String")
        .value(value.text())
        .version(1L)
        .lastModifiedDate(PUBLISHED)
        .arn(ParameterName.arn(call.partition(), call.region().name(), "", name))
        .dataType(value.dataType());
  }

  /** What Secrets Manager answers to the same caller. */
  private Parameter secret(ParameterName name, boolean decrypted, Call call) {
    if (!decrypted) {
      throw SsmErrors.validation(
          "WithDecryption flag must be True for retrieving a Secret Manager secret.");
    }
    String version = name.selector() == null ? null : name.selector().substring(1);
    boolean isId = version != null && version.length() >= ID_LENGTH;
    GetSecretValueResponse secret;
    try {
      secret =
          world.call(
              Secretsmanager.GetSecretValue,
              new GetSecretValueRequest()
                  .secretId(name.name().substring(SECRETS.length()))
                  .versionId(isId ? version : null)
                  .versionStage(isId ? null : version),
              call.principal(),
              call.region(),
              call.origin().through(SecureValues.SERVICE));
    } catch (AwsException e) {
      if (e.code().equals("ResourceNotFoundException")) {
        throw version == null
            ? SsmErrors.notFound("Secret " + name.name() + " not found.")
            : SsmErrors.noSuchVersion(version, name.name());
      }
      throw e;
    }
    if (secret.secretString() == null) {
      throw SsmErrors.validation("A secret that is binary can't be read as a parameter.");
    }
    return new Parameter()
        .name(name.name())
        .type("SecureString")
        .value(secret.secretString())
        .version(0L)
        .selector(name.selector())
        .sourceResult(source(secret))
        .lastModifiedDate(secret.createdDate())
        .arn(secret.arn())
        .dataType("text");
  }

  private static String source(GetSecretValueResponse secret) {
    Map<String, Object> source = new LinkedHashMap<>();
    source.put("ARN", secret.arn());
    source.put("Name", secret.name());
    source.put("VersionId", secret.versionId());
    source.put("SecretString", secret.secretString());
    source.put("VersionStages", secret.versionStages());
    source.put("CreatedDate", secret.createdDate().toString());
    return JsonText.write(source);
  }
}
