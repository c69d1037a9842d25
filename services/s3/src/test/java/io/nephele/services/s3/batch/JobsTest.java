package io.nephele.services.s3.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ReplicationRule;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.s3control.model.CreateJobRequest;
import software.amazon.awssdk.services.s3control.model.JobDescriptor;
import software.amazon.awssdk.services.s3control.model.JobManifestFieldName;
import software.amazon.awssdk.services.s3control.model.JobOperation;
import software.amazon.awssdk.services.s3control.model.JobStatus;
import software.amazon.awssdk.services.s3control.model.RequestedJobStatus;
import software.amazon.awssdk.services.s3control.model.S3Tag;

/** Jobs do what they say to every object of a list. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class JobsTest {
  private static final String ACCOUNT = "000000000000";
  private static final String BUCKET = "many-objects";
  private static final String ROLE = "arn:aws:iam::000000000000:role/works";

  @Inject S3Client s3;
  @Inject S3ControlClient control;
  @Inject IamClient iam;
  @Inject VirtualClock clock;

  @BeforeEach
  void bucketAndRole() {
    s3.createBucket(b -> b.bucket(BUCKET));
    iam.createRole(
        r ->
            r.roleName("works")
                .assumeRolePolicyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
                    "Principal":{"Service":["batchoperations.s3.amazonaws.com","s3.amazonaws.com"]}}]}\
                    """));
    allow("s3:*");
  }

  private void allow(String action) {
    iam.putRolePolicy(
        r ->
            r.roleName("works")
                .policyName("may")
                .policyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"%s",
                    "Resource":"*"}]}\
                    """
                        .formatted(action)));
  }

  private void put(String key) {
    s3.putObject(b -> b.bucket(BUCKET).key(key), RequestBody.fromString(key));
  }

  private String create(JobOperation operation, Consumer<CreateJobRequest.Builder> more) {
    CreateJobRequest.Builder request =
        CreateJobRequest.builder()
            .accountId(ACCOUNT)
            .clientRequestToken("token-" + clock.now() + operation.hashCode())
            .confirmationRequired(false)
            .operation(operation)
            .priority(10)
            .roleArn(ROLE)
            .report(r -> r.enabled(false));
    more.accept(request);
    String id = control.createJob(request.build()).jobId();
    settle();
    return id;
  }

  private void settle() {
    clock.advance(Duration.ofSeconds(1));
  }

  /** A manifest of those rows; returns its ETag. */
  private Consumer<CreateJobRequest.Builder> manifest(String rows) {
    String eTag =
        s3.putObject(b -> b.bucket(BUCKET).key("lists/list.csv"), RequestBody.fromString(rows))
            .eTag();
    return b ->
        b.manifest(
            m ->
                m.spec(
                        f ->
                            f.format("S3BatchOperations_CSV_20180820")
                                .fields(JobManifestFieldName.BUCKET, JobManifestFieldName.KEY))
                    .location(
                        l -> l.objectArn("arn:aws:s3:::" + BUCKET + "/lists/list.csv").eTag(eTag)));
  }

  private JobDescriptor job(String id) {
    return control.describeJob(d -> d.accountId(ACCOUNT).jobId(id)).job();
  }

  private static JobOperation tagging() {
    return JobOperation.builder()
        .s3PutObjectTagging(t -> t.tagSet(S3Tag.builder().key("k").value("v").build()))
        .build();
  }

  @Test
  @Fact("s3-070")
  void everyObjectOfTheListIsTaggedAndTheReportTells() {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 120; i++) {
      put("a/" + i + " ü,");
      rows.append(BUCKET).append(",a/").append(i).append("%20%C3%BC%2C\n");
    }
    rows.append(BUCKET).append(",\"missing\"\n");
    Consumer<CreateJobRequest.Builder> list = manifest(rows.toString());
    String id =
        create(
            tagging(),
            list.andThen(
                b ->
                    b.report(
                        r ->
                            r.enabled(true)
                                .bucket("arn:aws:s3:::" + BUCKET)
                                .prefix("reports")
                                .format("Report_CSV_20180820")
                                .reportScope("AllTasks"))));
    JobDescriptor job = job(id);
    assertThat(job.status()).isEqualTo(JobStatus.COMPLETE);
    assertThat(job.progressSummary().totalNumberOfTasks()).isEqualTo(121);
    assertThat(job.progressSummary().numberOfTasksSucceeded()).isEqualTo(120);
    assertThat(job.progressSummary().numberOfTasksFailed()).isEqualTo(1);
    assertThat(job.jobArn()).isEqualTo("arn:aws:s3:us-east-1:000000000000:job/" + id);
    for (int i = 0; i < 120; i++) {
      String key = "a/" + i + " ü,";
      assertThat(s3.getObjectTagging(b -> b.bucket(BUCKET).key(key)).tagSet())
          .containsExactly(Tag.builder().key("k").value("v").build());
    }
    String folder = "reports/job-" + id + "/";
    List<String> files =
        s3.listObjectsV2(b -> b.bucket(BUCKET).prefix(folder)).contents().stream()
            .map(S3Object::key)
            .toList();
    assertThat(files).hasSize(4).contains(folder + "manifest.json", folder + "manifest.json.md5");
    StringBuilder results = new StringBuilder();
    for (String file : files) {
      if (file.endsWith(".csv")) {
        results.append(s3.getObjectAsBytes(b -> b.bucket(BUCKET).key(file)).asUtf8String());
      }
    }
    assertThat(results.toString().lines()).hasSize(121);
    assertThat(results)
        .contains(BUCKET + ",a%2F7%20%C3%BC%2C,,succeeded,,200,Successful\n")
        .contains(BUCKET + ",missing,,failed,NoSuchKey,404,The specified key does not exist.\n");
  }

  @Test
  void jobsWaitToBeConfirmedAndCanBeCancelled() {
    put("a");
    Consumer<CreateJobRequest.Builder> list = manifest(BUCKET + ",a\n");
    String id = create(tagging(), list.andThen(b -> b.confirmationRequired(true)));
    assertThat(job(id).status()).isEqualTo(JobStatus.SUSPENDED);
    assertThat(job(id).progressSummary().totalNumberOfTasks()).isEqualTo(1);
    assertThat(s3.getObjectTagging(b -> b.bucket(BUCKET).key("a")).tagSet()).isEmpty();
    control.updateJobPriority(u -> u.accountId(ACCOUNT).jobId(id).priority(7));
    assertThat(job(id).priority()).isEqualTo(7);
    control.updateJobStatus(
        u -> u.accountId(ACCOUNT).jobId(id).requestedJobStatus(RequestedJobStatus.READY));
    settle();
    assertThat(job(id).status()).isEqualTo(JobStatus.COMPLETE);
    assertThatThrownBy(
            () ->
                control.updateJobStatus(
                    u ->
                        u.accountId(ACCOUNT)
                            .jobId(id)
                            .requestedJobStatus(RequestedJobStatus.CANCELLED)))
        .hasMessageContaining("Complete");
    String other = create(tagging(), list.andThen(b -> b.confirmationRequired(true)));
    control.updateJobStatus(
        u ->
            u.accountId(ACCOUNT)
                .jobId(other)
                .requestedJobStatus(RequestedJobStatus.CANCELLED)
                .statusUpdateReason("no need"));
    settle();
    assertThat(job(other).status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(control.listJobs(l -> l.accountId(ACCOUNT)).jobs()).hasSize(2);
    assertThat(
            control
                .listJobs(l -> l.accountId(ACCOUNT).jobStatuses(JobStatus.CANCELLED))
                .jobs()
                .getFirst()
                .jobId())
        .isEqualTo(other);
    clock.advance(Duration.ofDays(91));
    assertThat(control.listJobs(l -> l.accountId(ACCOUNT)).jobs()).isEmpty();
    assertThatThrownBy(() -> job(id)).hasMessageContaining("The specified job does not exist.");
  }

  @Test
  void objectsAreCopiedWithNewMetadata() {
    put("a");
    String id =
        create(
            JobOperation.builder()
                .s3PutObjectCopy(
                    c ->
                        c.targetResource("arn:aws:s3:::" + BUCKET)
                            .targetKeyPrefix("copies")
                            .storageClass("STANDARD_IA")
                            .newObjectMetadata(m -> m.contentType("text/x"))
                            .newObjectTagging(S3Tag.builder().key("n").value("1 2").build()))
                .build(),
            manifest(BUCKET + ",a\n"));
    assertThat(job(id).status()).isEqualTo(JobStatus.COMPLETE);
    HeadObjectResponse copy = s3.headObject(b -> b.bucket(BUCKET).key("copies/a"));
    assertThat(copy.contentType()).isEqualTo("text/x");
    assertThat(copy.storageClassAsString()).isEqualTo("STANDARD_IA");
    assertThat(
            s3.getObjectTagging(b -> b.bucket(BUCKET).key("copies/a")).tagSet().getFirst().value())
        .isEqualTo("1 2");
  }

  @Test
  void reportsOfInventoryAreManifests() throws IOException {
    put("a b");
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write("\"many-objects\",\"a%20b\",\"3\"\n".getBytes(StandardCharsets.UTF_8));
    }
    s3.putObject(
        b -> b.bucket(BUCKET).key("inventory/data/1.csv.gz"),
        RequestBody.fromBytes(zipped.toByteArray()));
    String json =
        """
        {"sourceBucket":"many-objects","destinationBucket":"arn:aws:s3:::many-objects",
        "version":"2016-11-30","fileFormat":"CSV","fileSchema":"Bucket, Key, Size",
        "files":[{"key":"inventory/data/1.csv.gz","size":1,"MD5checksum":"x"}]}\
        """;
    String eTag =
        s3.putObject(
                b -> b.bucket(BUCKET).key("inventory/manifest.json"), RequestBody.fromString(json))
            .eTag();
    String id =
        create(
            tagging(),
            b ->
                b.manifest(
                    m ->
                        m.spec(f -> f.format("S3InventoryReport_CSV_20161130"))
                            .location(
                                l ->
                                    l.objectArn(
                                            "arn:aws:s3:::" + BUCKET + "/inventory/manifest.json")
                                        .eTag(eTag))));
    assertThat(job(id).failureReasons()).isEmpty();
    assertThat(job(id).status()).isEqualTo(JobStatus.COMPLETE);
    assertThat(s3.getObjectTagging(b -> b.bucket(BUCKET).key("a b")).tagSet()).hasSize(1);
  }

  @Test
  void manifestsThatCannotBeReadFailTheJob() {
    put("a");
    manifest(BUCKET + ",a\n");
    Consumer<CreateJobRequest.Builder> changed =
        b ->
            b.manifest(
                m ->
                    m.spec(
                            f ->
                                f.format("S3BatchOperations_CSV_20180820")
                                    .fields(JobManifestFieldName.BUCKET, JobManifestFieldName.KEY))
                        .location(
                            l ->
                                l.objectArn("arn:aws:s3:::" + BUCKET + "/lists/list.csv")
                                    .eTag("0")));
    String id = create(tagging(), changed);
    assertThat(job(id).status()).isEqualTo(JobStatus.FAILED);
    assertThat(job(id).failureReasons().getFirst().failureReason())
        .startsWith("The ETag of the manifest does not match");
    allow("s3:PutObjectTagging");
    String denied = create(tagging(), manifest(BUCKET + ",a\n"));
    assertThat(job(denied).status()).isEqualTo(JobStatus.FAILED);
    assertThat(job(denied).failureReasons().getFirst().failureCode()).isEqualTo("403");
  }

  @Test
  @Fact("s3-044")
  void objectsThatWereThereBeforeAreReplicated() {
    s3.createBucket(b -> b.bucket("replicas"));
    for (String bucket : List.of(BUCKET, "replicas")) {
      s3.putBucketVersioning(
          b -> b.bucket(bucket).versioningConfiguration(v -> v.status("Enabled")));
    }
    put("in/a");
    put("in/b");
    put("out/c");
    s3.putBucketReplication(
        b ->
            b.bucket(BUCKET)
                .replicationConfiguration(
                    c ->
                        c.role(ROLE)
                            .rules(
                                ReplicationRule.builder()
                                    .status("Enabled")
                                    .priority(1)
                                    .filter(f -> f.prefix("in/"))
                                    .deleteMarkerReplication(d -> d.status("Disabled"))
                                    .destination(d -> d.bucket("arn:aws:s3:::replicas"))
                                    .build())));
    settle();
    assertThat(s3.listObjectsV2(b -> b.bucket("replicas")).contents()).isEmpty();
    String id =
        create(
            JobOperation.builder().s3ReplicateObject(r -> {}).build(),
            b ->
                b.manifestGenerator(
                    g ->
                        g.s3JobManifestGenerator(
                            s ->
                                s.sourceBucket("arn:aws:s3:::" + BUCKET)
                                    .enableManifestOutput(false)
                                    .filter(
                                        f ->
                                            f.eligibleForReplication(true)
                                                .objectReplicationStatusesWithStrings("NONE")))));
    JobDescriptor job = job(id);
    assertThat(job.failureReasons()).isEmpty();
    assertThat(job.status()).isEqualTo(JobStatus.COMPLETE);
    assertThat(job.progressSummary().numberOfTasksSucceeded()).isEqualTo(2);
    assertThat(s3.listObjectsV2(b -> b.bucket("replicas")).contents())
        .extracting(S3Object::key)
        .containsExactly("in/a", "in/b");
    assertThat(s3.headObject(b -> b.bucket(BUCKET).key("in/a")).replicationStatusAsString())
        .isEqualTo("COMPLETED");
  }

  @Test
  void jobsOfAllPrioritiesEnd() {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      put("k" + i);
      rows.append(BUCKET).append(",k").append(i).append('\n');
    }
    Consumer<CreateJobRequest.Builder> list = manifest(rows.toString());
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int priority = i;
      CreateJobRequest.Builder request =
          CreateJobRequest.builder()
              .accountId(ACCOUNT)
              .clientRequestToken("token-" + i)
              .confirmationRequired(false)
              .operation(tagging())
              .priority(priority)
              .roleArn(ROLE)
              .report(r -> r.enabled(false));
      list.accept(request);
      ids.add(control.createJob(request.build()).jobId());
    }
    settle();
    for (String id : ids) {
      assertThat(job(id).status()).isEqualTo(JobStatus.COMPLETE);
      assertThat(job(id).progressSummary().numberOfTasksSucceeded()).isEqualTo(200);
    }
  }

  @Test
  void tagsOfJobs() {
    put("a");
    String id =
        create(
            tagging(),
            manifest(BUCKET + ",a\n")
                .andThen(b -> b.tags(S3Tag.builder().key("x").value("1").build())));
    assertThat(control.getJobTagging(g -> g.accountId(ACCOUNT).jobId(id)).tags())
        .containsExactly(S3Tag.builder().key("x").value("1").build());
    control.putJobTagging(
        p -> p.accountId(ACCOUNT).jobId(id).tags(S3Tag.builder().key("y").value("2").build()));
    assertThat(control.getJobTagging(g -> g.accountId(ACCOUNT).jobId(id)).tags())
        .containsExactly(S3Tag.builder().key("y").value("2").build());
    control.deleteJobTagging(d -> d.accountId(ACCOUNT).jobId(id));
    assertThat(control.getJobTagging(g -> g.accountId(ACCOUNT).jobId(id)).tags()).isEmpty();
  }
}
