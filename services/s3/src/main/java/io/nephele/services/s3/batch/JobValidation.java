package io.nephele.services.s3.batch;

import io.nephele.api.lambda.Lambda;
import io.nephele.api.s3control.CreateJobRequest;
import io.nephele.api.s3control.JobManifest;
import io.nephele.api.s3control.JobManifestSpec;
import io.nephele.api.s3control.JobOperation;
import io.nephele.api.s3control.JobReport;
import io.nephele.api.s3control.S3JobManifestGenerator;
import io.nephele.core.World;
import io.nephele.core.arn.Arn;
import io.nephele.model.AwsException;
import io.nephele.model.Member;
import io.nephele.services.s3.S3Errors;
import java.util.List;
import java.util.Set;

/** What Batch Operations demand of new jobs. */
final class JobValidation {
  private static final Set<String> FIELDS = Set.of("Ignore", "Bucket", "Key", "VersionId");
  private static final int MOST_TAGS = 50;

  private JobValidation() {}

  static AwsException invalid(String message) {
    return AwsException.client("InvalidRequest", 400, message);
  }

  static void check(CreateJobRequest in, World world) {
    if (in.operation() == null
        || in.report() == null
        || in.priority() == null
        || in.roleArn() == null
        || in.clientRequestToken() == null) {
      throw invalid("Request invalid");
    }
    if (in.priority() < 0) {
      throw invalid("The priority of a job must be between 0 and 2147483647");
    }
    Arn role = Arn.parse(in.roleArn());
    if (role == null || !role.service().equals("iam") || !role.resource().startsWith("role/")) {
      throw invalid("The role ARN " + in.roleArn() + " is not valid");
    }
    if (in.tags() != null && in.tags().size() > MOST_TAGS) {
      throw AwsException.client(
          "TooManyTags", 400, "The number of tags exceeds the limit of 50 tags");
    }
    checkOperation(in.operation(), world);
    checkReport(in.report());
    if ((in.manifest() == null) == (in.manifestGenerator() == null)) {
      throw invalid("Exactly one of Manifest and ManifestGenerator must be given");
    }
    if (in.manifest() != null) {
      checkManifest(in.manifest());
    } else {
      checkGenerator(in.manifestGenerator().s3JobManifestGenerator());
    }
  }

  private static void checkOperation(JobOperation operation, World world) {
    int given = 0;
    for (Member member : operation.struct().shape().members()) {
      given += operation.struct().get(member) == null ? 0 : 1;
    }
    if (given != 1) {
      throw invalid("Exactly one operation must be given");
    }
    if (operation.s3ComputeObjectChecksum() != null) {
      throw S3Errors.notImplemented("jobs that compute checksums");
    }
    if (operation.s3UpdateObjectEncryption() != null) {
      throw S3Errors.notImplemented("jobs that update the encryption of objects");
    }
    boolean functions =
        world.services().operations(Lambda.Invoke.service()).contains(Lambda.Invoke.name());
    if (operation.lambdaInvoke() != null && !functions) {
      throw S3Errors.notImplemented("the operation Invoke of AWS Lambda yet, which the job needs");
    }
    boolean incomplete =
        operation.s3PutObjectCopy() != null
                && bucketOf(operation.s3PutObjectCopy().targetResource()) == null
            || operation.s3PutObjectAcl() != null
                && operation.s3PutObjectAcl().accessControlPolicy() == null
            || operation.s3PutObjectLegalHold() != null
                && operation.s3PutObjectLegalHold().legalHold() == null
            || operation.s3PutObjectRetention() != null
                && operation.s3PutObjectRetention().retention() == null
            || operation.lambdaInvoke() != null && operation.lambdaInvoke().functionArn() == null;
    if (incomplete) {
      throw invalid("Missing required parameters of the operation");
    }
  }

  private static String bucketOf(String arn) {
    String[] place = BatchWorld.bucketAndKey(arn);
    return place == null ? null : place[0];
  }

  private static void checkReport(JobReport report) {
    if (report.enabled() == null) {
      throw invalid("Missing required field Enabled of the report");
    }
    if (!report.enabled()) {
      return;
    }
    if (bucketOf(report.bucket()) == null) {
      throw invalid("The bucket of the report must be given by its ARN");
    }
    if (!"Report_CSV_20180820".equals(report.format())) {
      throw invalid("The format of the report must be Report_CSV_20180820");
    }
    if (!"AllTasks".equals(report.reportScope())
        && !"FailedTasksOnly".equals(report.reportScope())) {
      throw invalid("The scope of the report must be AllTasks or FailedTasksOnly");
    }
  }

  private static void checkManifest(JobManifest manifest) {
    JobManifestSpec spec = manifest.spec();
    String[] place =
        manifest.location() == null
            ? null
            : BatchWorld.bucketAndKey(manifest.location().objectArn());
    if (spec == null || place == null || place[1] == null || manifest.location().eTag() == null) {
      throw invalid("The manifest must have a specification and a location with ARN and ETag");
    }
    List<String> fields = spec.fields();
    if (Manifests.INVENTORY.equals(spec.format())) {
      if (fields != null && !fields.isEmpty()) {
        throw invalid("Fields must not be given for manifests of S3 Inventory");
      }
      return;
    }
    if (!Manifests.CSV.equals(spec.format())) {
      throw invalid("The format of the manifest is not valid");
    }
    if (fields == null
        || !FIELDS.containsAll(fields)
        || !fields.contains("Bucket")
        || !fields.contains("Key")) {
      throw invalid("The manifest must have the fields Bucket and Key");
    }
  }

  private static void checkGenerator(S3JobManifestGenerator generator) {
    if (generator == null || bucketOf(generator.sourceBucket()) == null) {
      throw invalid("The source bucket of the manifest must be given by its ARN");
    }
    if (Boolean.TRUE.equals(generator.enableManifestOutput())) {
      throw S3Errors.notImplemented("the output of generated manifests");
    }
    if (generator.filter() != null && generator.filter().matchAnyObjectEncryption() != null) {
      throw S3Errors.notImplemented("generated manifests that filter by encryption");
    }
  }
}
