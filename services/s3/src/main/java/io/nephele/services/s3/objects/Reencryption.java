package io.nephele.services.s3.objects;

import io.nephele.api.s3.SSEKMSEncryption;
import io.nephele.api.s3.UpdateObjectEncryptionRequest;
import io.nephele.api.s3.UpdateObjectEncryptionResponse;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.store.Transaction;
import io.nephele.model.AwsException;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.bodies.Bodies;
import io.nephele.services.s3.bodies.BodyPart;
import io.nephele.services.s3.bodies.WrittenPart;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.encryption.DataKeys;
import io.nephele.services.s3.encryption.EncryptionRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the bytes of an object under a KMS key, or another one. Everything else of the object stays
 * as it is.
 */
public final class Reencryption {
  private static final String KMS = "aws:kms";
  private static final String KMS_TWICE = "aws:kms:dsse";

  private final S3World s3;

  /** Encrypts the objects of a world anew. */
  public Reencryption(S3World s3) {
    this.s3 = s3;
  }

  private record Found(Bucket bucket, StoredObject object, List<Bodies.Numbered> body) {}

  /** Encrypts an object under the KMS key that the request names. */
  public UpdateObjectEncryptionResponse update(UpdateObjectEncryptionRequest in, Call call) {
    SSEKMSEncryption wanted = in.objectEncryption() == null ? null : in.objectEncryption().ssekms();
    if (wanted == null || wanted.kmsKeyArn() == null) {
      throw S3Errors.malformedXml();
    }
    Arn arn = Arn.parse(wanted.kmsKeyArn());
    if (arn == null || !arn.service().equals("kms") || !arn.resource().startsWith("key/")) {
      throw S3Errors.invalidRequest("The KMS key must be named by the ARN of a key.");
    }
    Found found =
        HiddenObjects.read(
            s3,
            in.bucket(),
            call,
            reader -> {
              Bucket bucket = s3.bucket(reader, in.bucket(), call);
              StoredObject object =
                  FoundObject.of(s3, reader, bucket, in.key(), in.versionId(), "PUT");
              return new Found(bucket, object, s3.bodies().parts(reader, bucket, object.body()));
            });
    StoredObject object = found.object();
    if (object.encryption().isCustomers() || object.encryption().algorithm().equals(KMS_TWICE)) {
      throw S3Errors.invalidRequest(
          "The encryption of objects under SSE-C or DSSE-KMS cannot be updated.");
    }
    StorageClasses.checkReadable(object, s3.now());
    byte[] from = s3.encryption().open(found.bucket(), in.key(), object.encryption(), null, call);
    EncryptionRequest request =
        new EncryptionRequest(KMS, wanted.kmsKeyArn(), null, wanted.bucketKeyEnabled(), null);
    DataKeys.NewKey to = s3.encryption().forNew(found.bucket(), in.key(), request, call);
    List<WrittenPart> written = new ArrayList<>();
    try {
      for (Bodies.Numbered part : found.body()) {
        written.add(write(part, from, to.key()));
      }
      long body = s3.bodies().newId();
      s3.world()
          .store()
          .write(
              ObjectTable.lock(found.bucket(), in.key()),
              transaction -> {
                replace(transaction, in.key(), found, written, body, to);
                return null;
              });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      written.forEach(WrittenPart::close);
    }
    return new UpdateObjectEncryptionResponse();
  }

  private WrittenPart write(Bodies.Numbered part, byte[] from, byte[] to) throws IOException {
    long size = part.part().size();
    try (InputStream plain = s3.bodies().open(List.of(part), from, 0, size).open()) {
      return s3.bodies().write(plain, size, to, null);
    }
  }

  private void replace(
      Transaction transaction,
      String key,
      Found found,
      List<WrittenPart> written,
      long body,
      DataKeys.NewKey to) {
    Bucket bucket = s3.current(transaction, found.bucket());
    StoredObject object =
        s3.objects().version(transaction, bucket, key, found.object().versionId());
    if (object == null || object.body() != found.object().body()) {
      throw AwsException.client(
          "OperationAborted",
          409,
          "A conflicting conditional operation is currently in progress against this resource."
              + " Please try again.");
    }
    s3.bodies().remove(transaction, bucket, object.body());
    for (int i = 0; i < written.size(); i++) {
      BodyPart before = found.body().get(i).part();
      BodyPart part = written.get(i).part();
      s3.bodies()
          .put(
              transaction,
              bucket,
              body,
              found.body().get(i).number(),
              new BodyPart(
                  part.blob(),
                  part.salt(),
                  part.size(),
                  before.md5(),
                  before.checksumAlgorithm(),
                  before.checksum(),
                  before.modifiedAt()));
    }
    s3.objects()
        .update(
            transaction,
            bucket,
            key,
            object.toBuilder().body(body).encryption(to.encryption()).build());
  }
}
