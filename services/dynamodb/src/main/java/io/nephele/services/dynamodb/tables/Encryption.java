package io.nephele.services.dynamodb.tables;

import io.nephele.api.dynamodb.SSESpecification;
import io.nephele.api.kms.KeyMetadata;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.logging.LazyLogger;
import io.nephele.model.AwsException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** With which key tables are encrypted, and whether DynamoDB can still use it. */
public final class Encryption {
  private static final Logger LOG = new LazyLogger(Encryption.class);
  private static final String MANAGED = "alias/aws/dynamodb";

  private final World world;
  private final KmsCalls kms;

  /** The keys of a world. */
  public Encryption(World world) {
    this.world = world;
    this.kms = new KmsCalls(world);
  }

  /**
   * The key that a table is to have.
   *
   * @param arn the KMS key, or null for one of DynamoDB's own
   * @param tableKey what that key protects, or null
   */
  public record Chosen(String arn, TableKey tableKey) {
    /** One of DynamoDB's own. */
    static final Chosen OWN = new Chosen(null, null);
  }

  /**
   * The key that a request wants.
   *
   * @throws AwsException if there is no such key, or the caller may not use it
   */
  public Chosen choose(SSESpecification in, TableAddress table, Call call) {
    if (in == null) {
      return Chosen.OWN;
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
    return enabled
        ? of(in.kmsMasterKeyId() == null ? MANAGED : in.kmsMasterKeyId(), table, call)
        : Chosen.OWN;
  }

  /**
   * The key of a replica of a table: one of the replica's region.
   *
   * @param keyId what the request names, or null
   * @throws AwsException if it has to name one, or there is no such key, or the caller may not use
   *     it
   */
  public Chosen ofReplica(TableDefinition table, String keyId, TableAddress replica, Call call) {
    String key = table.row().settings().kmsKeyArn();
    if (key == null) {
      if (keyId != null) {
        throw DynamoErrors.invalidParameter(
            "KMSMasterKeyId must not be specified for a replica of a table that is encrypted with"
                + " an AWS owned key");
      }
      return Chosen.OWN;
    }
    if (keyId != null) {
      return of(keyId, replica, call);
    }
    if (!"AWS".equals(kms.describe(key, table.address(), call).keyManager())) {
      throw DynamoErrors.invalidParameter(
          "KMSMasterKeyId must be specified for each replica of a table that is encrypted with a"
              + " customer managed key");
    }
    return of(MANAGED, replica, call);
  }

  /** The same KMS key for another table; null for one of DynamoDB's own. */
  public Chosen again(String kmsKeyArn, TableAddress table, Call call) {
    return kmsKeyArn == null ? Chosen.OWN : of(kmsKeyArn, table, call);
  }

  private Chosen of(String keyId, TableAddress table, Call call) {
    try {
      KeyMetadata key = kms.describe(keyId, table, call);
      if (Boolean.FALSE.equals(key.enabled())) {
        throw DynamoErrors.invalidParameter(
            "KMS validation error: KMSMasterKeyId " + keyId + " is not enabled.");
      }
      return new Chosen(key.arn(), kms.make(key.arn(), table, call));
    } catch (AwsException e) {
      if (e.code().equals("ValidationException")) {
        throw e;
      }
      if (e.code().equals("AccessDeniedException")) {
        throw TableKeys.denied(e, call);
      }
      throw DynamoErrors.invalidParameter("KMS validation error: " + e.getMessage());
    }
  }

  /** A table after a look whether DynamoDB can use its key. */
  TableDefinition examined(TableDefinition table, TableCatalog catalog) {
    boolean accessible = isAccessible(table);
    boolean was = table.row().settings().tableKey().inaccessibleSince() == 0;
    if (accessible == was) {
      return table;
    }
    long since = accessible ? 0 : world.clock().millis();
    return world
        .store()
        .write(
            transaction -> {
              TableDefinition current = catalog.find(transaction, table.address());
              if (current == null || current.row().settings().tableKey() == null) {
                return table;
              }
              TableSettings settings = current.row().settings();
              return catalog.put(
                  transaction,
                  current
                      .row()
                      .with(
                          settings.withKey(
                              settings.kmsKeyArn(), settings.tableKey().since(since))));
            });
  }

  private boolean isAccessible(TableDefinition table) {
    try {
      kms.decrypt(table);
      return true;
    } catch (AwsException e) {
      return !e.clientFault();
    }
  }

  /** Gives back what DynamoDB may do with the key that a table had. */
  public void release(TableDefinition table) {
    if (table.row().settings().tableKey() == null) {
      return;
    }
    try {
      kms.retire(table);
    } catch (AwsException e) {
      LOG.log(Level.DEBUG, "{0}: its grant is not retired: {1}", table.arn(), e.getMessage());
    }
  }
}
