package io.nephele.services.s3.replication;

import io.nephele.api.s3.S3;
import io.nephele.core.access.Authorization;
import io.nephele.core.call.Call;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.core.roles.AssumedRoles;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Transaction;
import io.nephele.model.AwsException;
import io.nephele.model.Body;
import io.nephele.model.Operation;
import io.nephele.policy.ConditionKeys;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.bodies.Bodies;
import io.nephele.services.s3.bodies.BodyPart;
import io.nephele.services.s3.bodies.WrittenPart;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.encryption.DataKeys;
import io.nephele.services.s3.encryption.EncryptionRequest;
import io.nephele.services.s3.encryption.StoredEncryption;
import io.nephele.services.s3.objects.ObjectBuilder;
import io.nephele.services.s3.objects.ObjectChange;
import io.nephele.services.s3.objects.ObjectTable;
import io.nephele.services.s3.objects.StoredObject;
import io.nephele.services.s3.objects.StoredObject.ObjectLock;
import io.nephele.services.s3.replication.ReplicationRules.Rule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Brings one destination to what a version is, in the name of the bucket's role. */
final class Replicator {
  private static final String SERVICE = "s3.amazonaws.com";
  private static final String SESSION = "s3-replication";

  private final S3World s3;
  private final AssumedRoles roles;

  Replicator(S3World s3, AssumedRoles roles) {
    this.s3 = s3;
    this.roles = roles;
  }

  /**
   * Replicates a version.
   *
   * @throws ReplicationFailure if it cannot be
   * @throws AwsException if another service failed
   */
  void replicate(Source source, Rule rule) throws IOException {
    Bucket destination = s3.read(reader -> find(reader, source, rule));
    Call call = call(source);
    authorize(call, source, destination, rule);
    StoredObject known =
        s3.read(
            reader ->
                s3.objects()
                    .version(reader, destination, source.key(), source.object().versionId()));
    if (known != null) {
      update(source, destination, rule);
    } else if (source.object().deleteMarker()) {
      insert(source, destination, replica(source, destination, rule), List.of(), call);
    } else {
      copy(source, destination, rule, call);
    }
  }

  private Bucket find(Reader reader, Source source, Rule rule) {
    Bucket destination = s3.buckets().find(reader, source.partition(), rule.bucket());
    if (destination == null) {
      throw new ReplicationFailure("DstBucketNotFound");
    }
    if (!destination.isVersioned()) {
      throw new ReplicationFailure("DstBucketUnversioned");
    }
    return destination;
  }

  /** A call in the role's name, which stands for what S3 does within itself. */
  private Call call(Source source) {
    Region region = Regions.find(source.bucket().region());
    String bucketArn = source.bucket().arn(source.partition());
    Principal session;
    try {
      session =
          roles.assume(
              new AssumedRoles.Wanted(
                  source.rules().roleArn(),
                  SERVICE,
                  source.bucket().accountId(),
                  bucketArn,
                  SESSION),
              region);
    } catch (AwsException e) {
      if (e.clientFault()) {
        throw new ReplicationFailure("AssumeRoleNotPermitted");
      }
      throw e;
    }
    Operation operation = S3.PutObject.model();
    return new Call(
        operation,
        operation.service().protocols().getFirst(),
        session,
        region,
        Origin.service(SERVICE, bucketArn),
        s3.world().ids().uuid().toString(),
        s3.world().clock().now());
  }

  private void authorize(Call call, Source source, Bucket destination, Rule rule) {
    String target = destination.arn(source.partition()) + "/" + source.key();
    if (source.object().deleteMarker()) {
      require(call, "s3:ReplicateDelete", target, "DstDelObjNotPermitted");
      return;
    }
    require(call, "s3:GetObjectVersionForReplication", source.arn(), "SrcGetObjectNotPermitted");
    require(call, "s3:ReplicateObject", target, "DstPutObjNotPermitted");
    if (!source.object().tags().isEmpty()) {
      require(call, "s3:GetObjectVersionTagging", source.arn(), "SrcGetObjectTagNotPermitted");
      require(call, "s3:ReplicateTags", target, "DstPutTaggingNotPermitted");
    }
    ObjectLock lock = source.object().lock();
    if (lock != null && lock.mode() != null) {
      require(call, "s3:GetObjectRetention", source.arn(), "SrcGetObjectNotPermitted");
    }
    if (lock != null && lock.isHeld()) {
      require(call, "s3:GetObjectLegalHold", source.arn(), "SrcGetObjectNotPermitted");
    }
    if (rule.takesOwnership()) {
      require(call, "s3:ObjectOwnerOverrideToBucketOwner", target, "DstObjectOwnerNotPermitted");
    }
  }

  private void require(Call call, String action, String resource, String reason) {
    Authorization decided =
        s3.world().access().authorize(call, action, resource, ConditionKeys.NONE);
    if (decided.denial() != null) {
      throw new ReplicationFailure(reason);
    }
  }

  /** What of a version goes over; its body and encryption are the destination's matter. */
  private ObjectBuilder replica(Source source, Bucket destination, Rule rule) {
    StoredObject object = source.object();
    // Where access control lists are disabled, everything is the bucket owner's.
    boolean taken =
        rule.takesOwnership()
            || !s3.read(reader -> s3.access().ownership(reader, destination).hasAcls());
    return object.toBuilder()
        .replication(object.deleteMarker() ? null : "REPLICA")
        .restore(null)
        .storageClass(rule.storageClass() == null ? object.storageClass() : rule.storageClass())
        .ownerId(taken ? destination.accountId() : object.ownerId())
        .acl(taken ? null : object.acl());
  }

  /** The version is there already; what may have changed of it is brought over. */
  private void update(Source source, Bucket destination, Rule rule) {
    StoredObject wanted = replica(source, destination, rule).build();
    s3.world()
        .store()
        .write(
            ObjectTable.lock(destination, source.key()),
            transaction -> {
              StoredObject there =
                  s3.objects()
                      .version(transaction, destination, source.key(), source.object().versionId());
              if (there != null && !there.deleteMarker()) {
                s3.objects()
                    .update(
                        transaction,
                        destination,
                        source.key(),
                        there.toBuilder()
                            .tags(wanted.tags())
                            .lock(wanted.lock())
                            .acl(wanted.acl())
                            .build());
              }
              return null;
            });
  }

  private void copy(Source source, Bucket destination, Rule rule, Call call) throws IOException {
    StoredObject object = source.object();
    List<Bodies.Numbered> parts =
        s3.read(reader -> s3.bodies().parts(reader, source.bucket(), object.body()));
    ObjectBuilder replica = replica(source, destination, rule).body(s3.bodies().newId());
    if (object.encryption().isCustomers()) {
      insert(source, destination, replica, parts, call); // nobody but the client can read them
      return;
    }
    DataKeys.NewKey key = newKey(source, destination, rule, call);
    if (isSame(source, destination, key.encryption())) {
      insert(source, destination, replica, parts, call); // the bytes are there, under the same key
      return;
    }
    byte[] dataKey =
        s3.encryption().open(source.bucket(), source.key(), object.encryption(), null, call);
    List<WrittenPart> written = new ArrayList<>();
    try {
      List<Bodies.Numbered> copies = new ArrayList<>();
      for (Bodies.Numbered part : parts) {
        BodyPart from = part.part();
        Body plain = s3.bodies().open(List.of(part), dataKey, 0, from.size());
        WrittenPart copy = s3.bodies().write(plain, key.key(), from.checksumAlgorithm());
        written.add(copy);
        copies.add(new Bodies.Numbered(part.number(), copy.part()));
      }
      insert(source, destination, replica.encryption(key.encryption()), copies, call);
    } finally {
      written.forEach(WrittenPart::close);
    }
  }

  private DataKeys.NewKey newKey(Source source, Bucket destination, Rule rule, Call call) {
    boolean underKms = source.object().encryption().kmsKeyArn() != null;
    EncryptionRequest request =
        underKms
            ? new EncryptionRequest(
                source.object().encryption().algorithm(),
                rule.kmsKeyId(),
                null,
                source.object().encryption().bucketKey() ? true : null,
                null)
            : EncryptionRequest.NONE;
    try {
      return s3.encryption().forNew(destination, source.key(), request, call);
    } catch (AwsException e) {
      if (e.clientFault()) {
        throw new ReplicationFailure("DstKmsKeyNotAvailable");
      }
      throw e;
    }
  }

  /** Objects of one account and region under S3's own keys can share their bytes. */
  private static boolean isSame(Source source, Bucket destination, StoredEncryption made) {
    StoredEncryption from = source.object().encryption();
    return from.kmsKeyArn() == null
        && made.kmsKeyArn() == null
        && source.bucket().owner().equals(destination.owner());
  }

  private void insert(
      Source source,
      Bucket destination,
      ObjectBuilder object,
      List<Bodies.Numbered> parts,
      Call call) {
    StoredObject replica = object.build();
    s3.world()
        .store()
        .write(
            ObjectTable.lock(destination, source.key()),
            transaction -> {
              insert(
                  transaction, source, s3.current(transaction, destination), replica, parts, call);
              return null;
            });
  }

  private void insert(
      Transaction transaction,
      Source source,
      Bucket destination,
      StoredObject replica,
      List<Bodies.Numbered> parts,
      Call call) {
    StoredObject still =
        s3.objects().version(transaction, source.bucket(), source.key(), replica.versionId());
    if (still == null) {
      return; // it was deleted meanwhile, and its bytes may go with it
    }
    if (!s3.objects().insert(transaction, destination, source.key(), replica)) {
      throw new ReplicationFailure("DstVersionExists");
    }
    for (Bodies.Numbered part : parts) {
      s3.bodies().put(transaction, destination, replica.body(), part.number(), part.part());
    }
    ObjectChange.Kind kind =
        replica.deleteMarker() ? ObjectChange.Kind.REPLICA_MARKER : ObjectChange.Kind.REPLICA;
    s3.changes()
        .changed(
            transaction, new ObjectChange(kind, destination, source.key(), replica, null, call));
  }
}
