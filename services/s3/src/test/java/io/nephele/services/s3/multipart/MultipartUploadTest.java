package io.nephele.services.s3.multipart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.OwnershipControlsRule;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Objects are uploaded in parts. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class MultipartUploadTest {
  private static final String BUCKET = "parts-bucket";
  private static final String KEY = "a/b c+d";
  private static final int LEAST = 5 << 20;

  @Inject S3Client s3;
  @Inject VirtualClock clock;

  @BeforeEach
  void makeBucket() {
    s3.createBucket(b -> b.bucket(BUCKET));
  }

  @Test
  @Fact("s3-065")
  void partsComeInAnyOrderAndAgain() throws Exception {
    String id =
        s3.createMultipartUpload(
                b ->
                    b.bucket(BUCKET)
                        .key(KEY)
                        .contentType("text/x-parts")
                        .metadata(java.util.Map.of("one", "1"))
                        .tagging("t=v"))
            .uploadId();
    byte[] first = bytes(LEAST, 1);
    byte[] second = bytes(LEAST + 7, 2);
    byte[] third = bytes(99, 3);
    String e3 = upload(id, 3, third);
    String e1 = upload(id, 1, first);
    upload(id, 2, bytes(500, 9));
    String e2 = upload(id, 2, second);

    ListPartsResponse parts = s3.listParts(b -> b.bucket(BUCKET).key(KEY).uploadId(id).maxParts(2));
    assertThat(parts.parts()).extracting(Part::partNumber).containsExactly(1, 2);
    assertThat(parts.parts()).extracting(Part::size).containsExactly(5L << 20, (5L << 20) + 7);
    assertThat(parts.isTruncated()).isTrue();
    assertThat(parts.nextPartNumberMarker()).isEqualTo(2);
    assertThat(
            s3.listParts(b -> b.bucket(BUCKET).key(KEY).uploadId(id).partNumberMarker(2)).parts())
        .extracting(Part::eTag)
        .containsExactly(e3);

    clock.advance(Duration.ofMinutes(5));
    CompleteMultipartUploadResponse done = complete(id, part(1, e1), part(2, e2), part(3, e3));
    MessageDigest digest = MessageDigest.getInstance("MD5");
    for (byte[] part : List.of(first, second, third)) {
      digest.update(MessageDigest.getInstance("MD5").digest(part));
    }
    String eTag = "\"" + HexFormat.of().formatHex(digest.digest()) + "-3\"";
    assertThat(done.eTag()).isEqualTo(eTag);
    assertThat(done.location()).endsWith("/" + BUCKET + "/a%2Fb%20c%2Bd");

    byte[] whole = s3.getObjectAsBytes(b -> b.bucket(BUCKET).key(KEY)).asByteArray();
    ByteBuffer expected = ByteBuffer.allocate(first.length + second.length + third.length);
    expected.put(first).put(second).put(third);
    assertThat(Arrays.equals(whole, expected.array())).isTrue();
    HeadObjectResponse head = s3.headObject(b -> b.bucket(BUCKET).key(KEY));
    assertThat(head.eTag()).isEqualTo(eTag);
    assertThat(head.contentType()).isEqualTo("text/x-parts");
    assertThat(head.metadata()).containsEntry("one", "1");
    assertThat(s3.getObjectTagging(b -> b.bucket(BUCKET).key(KEY)).tagSet()).hasSize(1);
    assertThat(s3.getObjectAsBytes(b -> b.bucket(BUCKET).key(KEY).partNumber(3)).asByteArray())
        .isEqualTo(third);
    int seam = LEAST - 3;
    assertThat(
            s3.getObjectAsBytes(
                    b -> b.bucket(BUCKET).key(KEY).range("bytes=" + seam + "-" + (seam + 9)))
                .asByteArray())
        .isEqualTo(Arrays.copyOfRange(whole, seam, seam + 10));

    // The same again is answered alike; the upload is gone for all else.
    assertThat(complete(id, part(1, e1), part(2, e2), part(3, e3)).eTag()).isEqualTo(eTag);
    assertThatThrownBy(() -> upload(id, 4, third)).isInstanceOf(NoSuchUploadException.class);
    assertThat(s3.listMultipartUploads(b -> b.bucket(BUCKET)).uploads()).isEmpty();
    s3.deleteObject(b -> b.bucket(BUCKET).key(KEY));
    assertThatThrownBy(() -> complete(id, part(1, e1))).isInstanceOf(NoSuchUploadException.class);
  }

  @Test
  @Fact("s3-066")
  void whatCannotBeCompletedIsRefusedAndKept() {
    String id = begin(KEY);
    clock.advance(Duration.ofDays(3));
    String e1 = upload(id, 1, bytes(100, 1));
    String e2 = upload(id, 2, bytes(100, 2));
    refused("EntityTooSmall", () -> complete(id, part(1, e1), part(2, e2)));
    refused("InvalidPartOrder", () -> complete(id, part(2, e2), part(1, e1)));
    refused("InvalidPartOrder", () -> complete(id, part(1, e1), part(1, e1)));
    refused("InvalidPart", () -> complete(id, part(1, e2)));
    refused("InvalidPart", () -> complete(id, part(1, e1), part(7, e2)));
    refused("MalformedXML", () -> complete(id));
    refused("InvalidArgument", () -> upload(id, 0, bytes(1, 1)));
    refused("InvalidArgument", () -> upload(id, 10_001, bytes(1, 1)));
    String other = id.startsWith("x") ? "y" : "x";
    refused("NoSuchUpload", () -> upload(other + id.substring(1), 1, bytes(1, 1)));
    refused("NoSuchUpload", () -> upload("none", 1, bytes(1, 1)));
    refused(
        "InvalidRequest",
        () ->
            s3.completeMultipartUpload(
                b ->
                    b.bucket(BUCKET)
                        .key(KEY)
                        .uploadId(id)
                        .mpuObjectSize(99L)
                        .multipartUpload(m -> m.parts(part(2, e2)))));
    // Parts that are not named are left out.
    assertThat(complete(id, part(2, e2)).eTag()).endsWith("-1\"");
    assertThat(s3.getObjectAsBytes(b -> b.bucket(BUCKET).key(KEY)).asByteArray())
        .isEqualTo(bytes(100, 2));
  }

  @Test
  void conditionsOfCompletionAreKept() {
    String id = begin(KEY);
    String e1 = upload(id, 1, bytes(10, 1));
    refused("NoSuchKey", () -> completeIf(id, e1, "\"x\"", null));
    String eTag = s3.putObject(b -> b.bucket(BUCKET).key(KEY), RequestBody.fromString("x")).eTag();
    refused("PreconditionFailed", () -> completeIf(id, e1, null, "*"));
    refused("PreconditionFailed", () -> completeIf(id, e1, "\"x\"", null));
    assertThat(completeIf(id, e1, eTag, null).eTag()).endsWith("-1\"");
    String next = begin("other");
    String part =
        s3.uploadPart(
                b -> b.bucket(BUCKET).key("other").uploadId(next).partNumber(1),
                RequestBody.fromString("y"))
            .eTag();
    s3.completeMultipartUpload(
        b ->
            b.bucket(BUCKET)
                .key("other")
                .uploadId(next)
                .ifNoneMatch("*")
                .multipartUpload(m -> m.parts(part(1, part))));
    assertThat(s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("other")).asUtf8String())
        .isEqualTo("y");
  }

  @Test
  void theAccessThatIsAskedForIsKept() {
    refused("AccessControlListNotSupported", () -> beginPublic());
    s3.deletePublicAccessBlock(b -> b.bucket(BUCKET));
    OwnershipControlsRule rule =
        OwnershipControlsRule.builder().objectOwnership(ObjectOwnership.OBJECT_WRITER).build();
    s3.putBucketOwnershipControls(b -> b.bucket(BUCKET).ownershipControls(o -> o.rules(rule)));
    String id = beginPublic();
    complete(id, part(1, upload(id, 1, bytes(10, 1))));
    assertThat(s3.getObjectAcl(b -> b.bucket(BUCKET).key(KEY)).grants())
        .extracting(grant -> grant.permissionAsString())
        .containsExactlyInAnyOrder("FULL_CONTROL", "READ");
  }

  private String beginPublic() {
    return s3.createMultipartUpload(b -> b.bucket(BUCKET).key(KEY).acl(ObjectCannedACL.PUBLIC_READ))
        .uploadId();
  }

  @Test
  void partsAreCopiedFromObjects() {
    byte[] source = bytes(LEAST + 1000, 5);
    s3.putObject(b -> b.bucket(BUCKET).key("source é"), RequestBody.fromBytes(source));
    String id = begin(KEY);
    String whole = copy(id, 1, null);
    String some = copy(id, 2, "bytes=10-19");
    complete(id, part(1, whole), part(2, some));
    byte[] copied = s3.getObjectAsBytes(b -> b.bucket(BUCKET).key(KEY)).asByteArray();
    byte[] expected = Arrays.copyOf(source, source.length + 10);
    System.arraycopy(source, 10, expected, source.length, 10);
    assertThat(Arrays.equals(copied, expected)).isTrue();

    String next = begin(KEY);
    refused("InvalidArgument", () -> copy(next, 1, "bytes=10"));
    refused("InvalidArgument", () -> copy(next, 1, "bytes=-10"));
    refused("InvalidArgument", () -> copy(next, 1, "bytes=0-" + source.length));
    refused("NoSuchUpload", () -> copy(id, 1, null));
    refused(
        "PreconditionFailed",
        () ->
            s3.uploadPartCopy(
                b ->
                    b.sourceBucket(BUCKET)
                        .sourceKey("source é")
                        .destinationBucket(BUCKET)
                        .destinationKey(KEY)
                        .uploadId(next)
                        .partNumber(1)
                        .copySourceIfMatch("\"other\"")));
  }

  private String copy(String id, int number, String range) {
    return s3.uploadPartCopy(
            b ->
                b.sourceBucket(BUCKET)
                    .sourceKey("source é")
                    .destinationBucket(BUCKET)
                    .destinationKey(KEY)
                    .uploadId(id)
                    .partNumber(number)
                    .copySourceRange(range))
        .copyPartResult()
        .eTag();
  }

  @Test
  void abortedUploadsAreGoneWithTheirParts() {
    String id = begin(KEY);
    upload(id, 1, bytes(100_000, 1));
    s3.abortMultipartUpload(b -> b.bucket(BUCKET).key(KEY).uploadId(id));
    refused("NoSuchUpload", () -> s3.listParts(b -> b.bucket(BUCKET).key(KEY).uploadId(id)));
    refused(
        "NoSuchUpload", () -> s3.abortMultipartUpload(b -> b.bucket(BUCKET).key(KEY).uploadId(id)));
    // A bucket that only has uploads is empty.
    begin("k");
    s3.deleteBucket(b -> b.bucket(BUCKET));
    s3.createBucket(b -> b.bucket(BUCKET));
    assertThat(s3.listMultipartUploads(b -> b.bucket(BUCKET)).uploads()).isEmpty();
  }

  @Test
  void uploadsAreListedInPagesByKeyAndTime() {
    List<String> all = new ArrayList<>();
    for (String key : List.of("a", "a", "dir/1", "dir/2", "dir/2", "e", "z")) {
      all.add(begin(key));
      clock.advance(Duration.ofMillis(1));
    }
    List<String> seen = new ArrayList<>();
    String key = null;
    String id = null;
    ListMultipartUploadsResponse page;
    do {
      String afterKey = key;
      String afterId = id;
      page =
          s3.listMultipartUploads(
              b -> b.bucket(BUCKET).maxUploads(2).keyMarker(afterKey).uploadIdMarker(afterId));
      page.uploads().forEach(upload -> seen.add(upload.uploadId()));
      key = page.nextKeyMarker();
      id = page.nextUploadIdMarker();
    } while (page.isTruncated());
    assertThat(seen).isEqualTo(all);

    ListMultipartUploadsResponse grouped =
        s3.listMultipartUploads(b -> b.bucket(BUCKET).delimiter("/").maxUploads(3));
    assertThat(grouped.uploads()).extracting(MultipartUpload::key).containsExactly("a", "a");
    assertThat(grouped.commonPrefixes()).extracting(p -> p.prefix()).containsExactly("dir/");
    assertThat(grouped.nextKeyMarker()).isEqualTo("dir/");
    assertThat(
            s3.listMultipartUploads(b -> b.bucket(BUCKET).delimiter("/").keyMarker("dir/"))
                .uploads())
        .extracting(MultipartUpload::key)
        .containsExactly("e", "z");
    assertThat(s3.listMultipartUploads(b -> b.bucket(BUCKET).prefix("dir/2")).uploads()).hasSize(2);
    assertThat(s3.listMultipartUploads(b -> b.bucket(BUCKET).keyMarker("dir/2")).uploads())
        .hasSize(2);
  }

  @Test
  void ofManyWhoCompleteOrAbortOneDecides() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 10; round++) {
        String key = "race" + round;
        CreateMultipartUploadResponse begun =
            s3.createMultipartUpload(b -> b.bucket(BUCKET).key(key));
        String eTag =
            s3.uploadPart(
                    b -> b.bucket(BUCKET).key(key).uploadId(begun.uploadId()).partNumber(1),
                    RequestBody.fromBytes(bytes(20_000, round)))
                .eTag();
        Callable<Boolean> complete =
            () -> {
              s3.completeMultipartUpload(
                  b ->
                      b.bucket(BUCKET)
                          .key(key)
                          .uploadId(begun.uploadId())
                          .multipartUpload(m -> m.parts(part(1, eTag))));
              return true;
            };
        Callable<Boolean> abort =
            () -> {
              s3.abortMultipartUpload(b -> b.bucket(BUCKET).key(key).uploadId(begun.uploadId()));
              return false;
            };
        Collection<Callable<Boolean>> calls = List.of(complete, abort, complete, abort);
        int completed = 0;
        int aborted = 0;
        for (Future<Boolean> call : threads.invokeAll(calls)) {
          if (call.state() == Future.State.SUCCESS) {
            completed += call.get() ? 1 : 0;
            aborted += call.get() ? 0 : 1;
          } else {
            assertThat(call.exceptionNow()).isInstanceOf(NoSuchUploadException.class);
          }
        }
        boolean there = !s3.listObjectsV2(b -> b.bucket(BUCKET).prefix(key)).contents().isEmpty();
        assertThat(there).isEqualTo(completed > 0);
        assertThat(aborted).isEqualTo(there ? 0 : 1);
      }
    }
  }

  private String begin(String key) {
    return s3.createMultipartUpload(b -> b.bucket(BUCKET).key(key)).uploadId();
  }

  private String upload(String id, int number, byte[] body) {
    return s3.uploadPart(
            b -> b.bucket(BUCKET).key(KEY).uploadId(id).partNumber(number),
            RequestBody.fromBytes(body))
        .eTag();
  }

  private CompleteMultipartUploadResponse complete(String id, CompletedPart... parts) {
    return s3.completeMultipartUpload(
        b -> b.bucket(BUCKET).key(KEY).uploadId(id).multipartUpload(m -> m.parts(parts)));
  }

  private CompleteMultipartUploadResponse completeIf(
      String id, String eTag, String ifMatch, String ifNoneMatch) {
    return s3.completeMultipartUpload(
        b ->
            b.bucket(BUCKET)
                .key(KEY)
                .uploadId(id)
                .ifMatch(ifMatch)
                .ifNoneMatch(ifNoneMatch)
                .multipartUpload(m -> m.parts(part(1, eTag))));
  }

  private static CompletedPart part(int number, String eTag) {
    return CompletedPart.builder().partNumber(number).eTag(eTag).build();
  }

  private static void refused(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            S3Exception.class, e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
  }

  private static byte[] bytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
