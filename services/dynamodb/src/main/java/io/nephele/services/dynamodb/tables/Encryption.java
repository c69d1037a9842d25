package io.nephele.services.dynamodb.tables;

import io.nephele.api.dynamodb.SSESpecification;
import io.nephele.api.kms.DescribeKeyRequest;
import io.nephele.api.kms.DescribeKeyResponse;
import io.nephele.api.kms.Kms;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.model.AwsException;

/** With which key tables are encrypted. */
public final class Encryption {
  private static final String MANAGED = "alias/aws/dynamodb";

  private final World world;

  /** The keys of a world. */
  public Encryption(World world) {
    this.world = world;
  }

  /**
   * The ARN of the KMS key that a request wants, or null if it wants one of DynamoDB's own.
   *
   * @throws AwsException if there is no such key
   */
  public String key(SSESpecification in, Call call) {
    if (in == null) {
      return null;
    }
    boolean enabled = Boolean.TRUE.equals(in.enabled());
    if (!enabled && (in.kmsMasterKeyId() != null || in.sseType() != null)) {
      throw DynamoErrors.invalidParameter(
          in.kmsMasterKeyId() != null
              ? "KMSMasterKeyId must not be specified when SSE is disabled"
              : "SSEType must not be specified when SSE is disabled");
    }
    if ("AES256".equals(in.sseType())) {
      throw DynamoErrors.invalidParameter("Unsupported SSEType: AES256");
    }
    if (!enabled) {
      return null;
    }
    String id = in.kmsMasterKeyId() == null ? MANAGED : in.kmsMasterKeyId();
    try {
      DescribeKeyResponse key =
          world.call(
              Kms.DescribeKey, new DescribeKeyRequest().keyId(id), call.principal(), call.region());
      if (Boolean.FALSE.equals(key.keyMetadata().enabled())) {
        throw DynamoErrors.invalidParameter(
            "KMS validation error: KMSMasterKeyId " + id + " is not enabled.");
      }
      return key.keyMetadata().arn();
    } catch (AwsException e) {
      if (e.code().equals("ValidationException")) {
        throw e;
      }
      throw DynamoErrors.invalidParameter("KMS validation error: " + e.getMessage());
    }
  }
}
