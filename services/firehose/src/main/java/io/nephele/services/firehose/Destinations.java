package io.nephele.services.firehose;

import io.nephele.api.firehose.BufferingHints;
import io.nephele.api.firehose.CloudWatchLoggingOptions;
import io.nephele.api.firehose.ConcurrentModificationException;
import io.nephele.api.firehose.CreateDeliveryStreamInput;
import io.nephele.api.firehose.DestinationDescription;
import io.nephele.api.firehose.EncryptionConfiguration;
import io.nephele.api.firehose.ExtendedS3DestinationDescription;
import io.nephele.api.firehose.Firehose;
import io.nephele.api.firehose.HttpEndpointBufferingHints;
import io.nephele.api.firehose.HttpEndpointDescription;
import io.nephele.api.firehose.HttpEndpointDestinationDescription;
import io.nephele.api.firehose.HttpEndpointRequestConfiguration;
import io.nephele.api.firehose.HttpEndpointRetryOptions;
import io.nephele.api.firehose.S3DestinationDescription;
import io.nephele.api.firehose.UpdateDestinationInput;
import io.nephele.api.firehose.UpdateDestinationOutput;
import io.nephele.core.call.Call;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.model.Member;
import io.nephele.model.Struct;
import io.nephele.wire.cbor.StoredStructs;
import java.util.List;

/** Where streams deliver to: what requests say becomes the description that is kept. */
final class Destinations {
  static final String ID = "destinationId-000000000001";
  private static final List<String> SERVED = List.of("S3", "ExtendedS3", "HttpEndpoint");
  private static final List<String> UNSERVED =
      List.of(
          "Redshift",
          "Elasticsearch",
          "Amazonopensearchservice",
          "Splunk",
          "AmazonOpenSearchServerless",
          "Snowflake",
          "Iceberg");
  private static final int DEFAULT_MEGABYTES = 5;
  private static final int DEFAULT_SECONDS = 300;

  private final FirehoseWorld firehose;

  Destinations(FirehoseWorld firehose) {
    this.firehose = firehose;
  }

  /**
   * A destination as it is kept.
   *
   * @param accessKey what an HTTP endpoint is shown, or null
   */
  record Stored(Bytes description, String accessKey) {}

  /** The destination of a request that makes a stream, checked. */
  Stored create(CreateDeliveryStreamInput in, DeliveryStream draft, Call call) {
    Struct request = in.struct();
    String kind = only(request, "DestinationConfiguration");
    DestinationDescription destination = new DestinationDescription().destinationId(ID);
    String accessKey = null;
    if (kind.equals("HttpEndpoint")) {
      HttpEndpointDestinationDescription http = new HttpEndpointDestinationDescription();
      accessKey =
          merge(http, in.httpEndpointDestinationConfiguration().struct(), "S3Configuration", null);
      destination.httpEndpointDestinationDescription(http);
    } else {
      ExtendedS3DestinationDescription s3 = new ExtendedS3DestinationDescription();
      merge(s3, (Struct) request.get(kind + "DestinationConfiguration"), "S3BackupConfiguration");
      destination.extendedS3DestinationDescription(s3);
    }
    return checked(destination, accessKey, draft, call);
  }

  UpdateDestinationOutput update(UpdateDestinationInput in, Call call) {
    String kind = only(in.struct(), "DestinationUpdate");
    DeliveryStream before = firehose.find(in.deliveryStreamName(), call);
    requireCurrent(before, in);
    DestinationDescription destination = read(before);
    String accessKey = before.accessKey();
    if (kind.equals("HttpEndpoint") != (destination.httpEndpointDestinationDescription() != null)) {
      throw FirehoseErrors.invalid(
          "Changing the destination type of stream " + before.name() + " is not supported.");
    }
    DestinationDescription changed = new DestinationDescription().destinationId(ID);
    if (kind.equals("HttpEndpoint")) {
      HttpEndpointDestinationDescription http = new HttpEndpointDestinationDescription();
      copy(destination.httpEndpointDestinationDescription().struct(), http.struct());
      accessKey = merge(http, in.httpEndpointDestinationUpdate().struct(), "S3Update", accessKey);
      changed.httpEndpointDestinationDescription(http);
    } else {
      ExtendedS3DestinationDescription s3 = new ExtendedS3DestinationDescription();
      copy(destination.extendedS3DestinationDescription().struct(), s3.struct());
      merge(s3, (Struct) in.struct().get(kind + "DestinationUpdate"), "S3BackupUpdate");
      changed.extendedS3DestinationDescription(s3);
    }
    Stored stored = checked(changed, accessKey, before, call);
    firehose.change(
        in.deliveryStreamName(),
        call,
        (transaction, stream) -> {
          requireCurrent(stream, in);
          return stream.withDestination(stored.description(), stored.accessKey(), firehose.now());
        });
    return new UpdateDestinationOutput();
  }

  private static void requireCurrent(DeliveryStream stream, UpdateDestinationInput in) {
    if (!in.currentDeliveryStreamVersionId().equals(String.valueOf(stream.version()))) {
      throw new ConcurrentModificationException(
          "Cannot update firehose: "
              + stream.name()
              + " since the current version id: "
              + stream.version()
              + " and specified version id: "
              + in.currentDeliveryStreamVersionId()
              + " do not match");
    }
    if (!in.destinationId().equals(ID)) {
      throw FirehoseErrors.invalid("Destination Id " + in.destinationId() + " not found");
    }
  }

  /** The kind of the only destination that a request names. */
  private static String only(Struct request, String suffix) {
    String found = null;
    int count = 0;
    for (Member member : request.shape().members()) {
      if (member.name().endsWith(suffix) && request.get(member) != null) {
        found = member.name().substring(0, member.name().length() - suffix.length());
        count++;
      }
    }
    if (count != 1) {
      throw FirehoseErrors.invalid(
          "Exactly one destination configuration is supported for a Firehose");
    }
    if (UNSERVED.contains(found) || !SERVED.contains(found)) {
      throw FirehoseErrors.notImplemented("delivery to destinations of type " + found + " yet");
    }
    return found;
  }

  private static void merge(ExtendedS3DestinationDescription s3, Struct given, String backup) {
    copy(given, s3.struct());
    if (given.shape().member(backup) != null && given.get(backup) != null) {
      s3.s3BackupDescription(merged(s3.s3BackupDescription(), (Struct) given.get(backup)));
    }
  }

  /** Takes over what is given of an HTTP endpoint; returns its access key. */
  private static String merge(
      HttpEndpointDestinationDescription http, Struct given, String s3, String accessKey) {
    copy(given, http.struct());
    Struct endpoint = (Struct) given.get("EndpointConfiguration");
    String key = accessKey;
    if (endpoint != null) {
      HttpEndpointDescription description = new HttpEndpointDescription();
      copy(endpoint, description.struct());
      http.endpointConfiguration(description);
      if (endpoint.get("AccessKey") != null) {
        key = (String) endpoint.get("AccessKey");
      }
    }
    if (given.get(s3) != null) {
      http.s3DestinationDescription(
          merged(http.s3DestinationDescription(), (Struct) given.get(s3)));
    }
    return key;
  }

  private static S3DestinationDescription merged(S3DestinationDescription before, Struct given) {
    S3DestinationDescription merged = new S3DestinationDescription();
    if (before != null) {
      copy(before.struct(), merged.struct());
    }
    copy(given, merged.struct());
    withDefaults(merged);
    return merged;
  }

  /** Sets the members of a struct that the other has and that are of the same shape in both. */
  private static void copy(Struct from, Struct to) {
    for (Member member : from.shape().members()) {
      Object value = from.get(member);
      Member same = to.shape().member(member.name());
      if (value != null && same != null && same.target().name().equals(member.target().name())) {
        to.set(same, value);
      }
    }
  }

  private static void withDefaults(S3DestinationDescription s3) {
    s3.bufferingHints(hints(s3.bufferingHints()));
    if (s3.compressionFormat() == null) {
      s3.compressionFormat("UNCOMPRESSED");
    }
    if (s3.encryptionConfiguration() == null) {
      s3.encryptionConfiguration(new EncryptionConfiguration().noEncryptionConfig("NoEncryption"));
    }
    if (s3.cloudWatchLoggingOptions() == null) {
      s3.cloudWatchLoggingOptions(new CloudWatchLoggingOptions().enabled(false));
    }
  }

  private static BufferingHints hints(BufferingHints given) {
    return new BufferingHints()
        .sizeInMBs(
            given == null || given.sizeInMBs() == null ? DEFAULT_MEGABYTES : given.sizeInMBs())
        .intervalInSeconds(
            given == null || given.intervalInSeconds() == null
                ? DEFAULT_SECONDS
                : given.intervalInSeconds());
  }

  private Stored checked(
      DestinationDescription destination, String accessKey, DeliveryStream stream, Call call) {
    ExtendedS3DestinationDescription s3 = destination.extendedS3DestinationDescription();
    if (s3 != null) {
      S3DestinationDescription plain = new S3DestinationDescription();
      copy(s3.struct(), plain.struct());
      withDefaults(plain);
      copy(plain.struct(), s3.struct());
      if (s3.s3BackupMode() == null) {
        s3.s3BackupMode("Disabled");
      }
      DestinationRules.check(s3);
      requireRole(s3.roleARN(), stream, call);
      if (s3.s3BackupDescription() != null) {
        requireRole(s3.s3BackupDescription().roleARN(), stream, call);
      }
    } else {
      HttpEndpointDestinationDescription http = destination.httpEndpointDestinationDescription();
      withDefaults(http);
      DestinationRules.check(http);
      if (http.roleARN() != null) {
        requireRole(http.roleARN(), stream, call);
      }
      requireRole(http.s3DestinationDescription().roleARN(), stream, call);
    }
    return new Stored(Bytes.of(StoredStructs.write(destination.struct())), accessKey);
  }

  private static void withDefaults(HttpEndpointDestinationDescription http) {
    HttpEndpointBufferingHints given = http.bufferingHints();
    http.bufferingHints(
        new HttpEndpointBufferingHints()
            .sizeInMBs(
                given == null || given.sizeInMBs() == null ? DEFAULT_MEGABYTES : given.sizeInMBs())
            .intervalInSeconds(
                given == null || given.intervalInSeconds() == null
                    ? DEFAULT_SECONDS
                    : given.intervalInSeconds()));
    if (http.requestConfiguration() == null) {
      http.requestConfiguration(new HttpEndpointRequestConfiguration().contentEncoding("NONE"));
    }
    if (http.retryOptions() == null || http.retryOptions().durationInSeconds() == null) {
      http.retryOptions(new HttpEndpointRetryOptions().durationInSeconds(DEFAULT_SECONDS));
    }
    if (http.s3BackupMode() == null) {
      http.s3BackupMode("FailedDataOnly");
    }
    if (http.cloudWatchLoggingOptions() == null) {
      http.cloudWatchLoggingOptions(new CloudWatchLoggingOptions().enabled(false));
    }
  }

  /** Finds out whether Firehose may have sessions of a role. */
  void requireRole(String roleArn, DeliveryStream stream, Call call) {
    try {
      firehose.assume(roleArn, call.accountId(), call.region(), stream.arn(), stream.name());
    } catch (AwsException e) {
      throw FirehoseErrors.invalid(
          "Firehose is unable to assume role " + roleArn + ". Please check the role provided.");
    }
  }

  /** The destination of a stream. */
  static DestinationDescription read(DeliveryStream stream) {
    return new DestinationDescription(
        StoredStructs.read(
            stream.destination().toArray(), Firehose.shape("DestinationDescription")));
  }

  /** As {@link #read}, with the older description of S3 beside the newer one, as AWS gives both. */
  static DestinationDescription describe(DeliveryStream stream) {
    DestinationDescription stored = read(stream);
    DestinationDescription described = new DestinationDescription();
    copy(stored.struct(), described.struct());
    if (stored.extendedS3DestinationDescription() != null) {
      S3DestinationDescription plain = new S3DestinationDescription();
      copy(stored.extendedS3DestinationDescription().struct(), plain.struct());
      described.s3DestinationDescription(plain);
    }
    return described;
  }
}
