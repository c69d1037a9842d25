package io.nephele.services.dynamodb.tables;

import io.nephele.api.kms.CreateGrantRequest;
import io.nephele.api.kms.DecryptRequest;
import io.nephele.api.kms.DescribeKeyRequest;
import io.nephele.api.kms.GenerateDataKeyWithoutPlaintextRequest;
import io.nephele.api.kms.GrantConstraints;
import io.nephele.api.kms.KeyMetadata;
import io.nephele.api.kms.Kms;
import io.nephele.api.kms.RetireGrantRequest;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.model.Bytes;
import java.util.List;
import java.util.Map;

/** What DynamoDB asks KMS for, in the name of its caller or, by a grant, in its own. */
final class KmsCalls {
  private static final String SERVICE = "dynamodb.amazonaws.com";
  private static final List<String> GRANTED =
      List.of(
          "Encrypt",
          "Decrypt",
          "ReEncryptFrom",
          "ReEncryptTo",
          "GenerateDataKey",
          "DescribeKey",
          "RetireGrant");

  private final World world;

  KmsCalls(World world) {
    this.world = world;
  }

  /** Describes a key of the table's region for the caller. */
  KeyMetadata describe(String keyId, TableAddress table, Call call) {
    return world
        .call(
            Kms.DescribeKey,
            new DescribeKeyRequest().keyId(keyId),
            call.principal(),
            region(table),
            call.origin().through(SERVICE))
        .keyMetadata();
  }

  /** A new table key, which only the KMS key can decrypt; DynamoDB may have that done later. */
  TableKey make(String keyArn, TableAddress table, Call call) {
    Map<String, String> context = context(table);
    String service = principal(table);
    String grantId =
        world
            .call(
                Kms.CreateGrant,
                new CreateGrantRequest()
                    .keyId(keyArn)
                    .granteePrincipal(service)
                    .retiringPrincipal(service)
                    .operations(GRANTED)
                    .constraints(new GrantConstraints().encryptionContextSubset(context)),
                call.principal(),
                region(table),
                call.origin().through(SERVICE))
            .grantId();
    Bytes wrapped =
        world
            .call(
                Kms.GenerateDataKeyWithoutPlaintext,
                new GenerateDataKeyWithoutPlaintextRequest()
                    .keyId(keyArn)
                    .keySpec("AES_256")
                    .encryptionContext(context),
                call.principal(),
                region(table),
                call.origin().through(SERVICE))
            .ciphertextBlob();
    return new TableKey(wrapped, grantId, 0);
  }

  /** Has the table's key decrypted for the caller. */
  void decrypt(TableDefinition table, Call call) {
    world.call(
        Kms.Decrypt,
        decryption(table),
        call.principal(),
        region(table.address()),
        call.origin().through(SERVICE));
  }

  /** Has the table's key decrypted for DynamoDB itself. */
  void decrypt(TableDefinition table) {
    world.call(Kms.Decrypt, decryption(table), service(table), region(table.address()), own(table));
  }

  /** Gives back the grant of a table. */
  void retire(TableDefinition table) {
    world.call(
        Kms.RetireGrant,
        new RetireGrantRequest()
            .keyId(table.row().settings().kmsKeyArn())
            .grantId(table.row().settings().tableKey().grantId()),
        service(table),
        region(table.address()),
        own(table));
  }

  private static DecryptRequest decryption(TableDefinition table) {
    return new DecryptRequest()
        .keyId(table.row().settings().kmsKeyArn())
        .ciphertextBlob(table.row().settings().tableKey().wrapped())
        .encryptionContext(context(table.address()));
  }

  private static Map<String, String> context(TableAddress table) {
    return Map.of(
        "aws:dynamodb:tableName", table.name(), "aws:dynamodb:subscriberId", table.accountId());
  }

  private static Principal service(TableDefinition table) {
    return Principal.service(principal(table.address()), table.row().accountId());
  }

  /** DynamoDB's name in a region, as grants have it. */
  private static String principal(TableAddress table) {
    return "dynamodb." + table.region() + ".amazonaws.com";
  }

  private static Region region(TableAddress table) {
    return Regions.find(table.region());
  }

  private static Origin own(TableDefinition table) {
    return Origin.service(principal(table.address()), table.arn());
  }
}
