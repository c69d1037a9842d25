package io.nephele.services.cloudtrail;

import io.nephele.api.cloudtrail.CreateTrailRequest;
import io.nephele.api.cloudtrail.CreateTrailResponse;
import io.nephele.api.cloudtrail.DeleteTrailRequest;
import io.nephele.api.cloudtrail.DeleteTrailResponse;
import io.nephele.api.cloudtrail.DescribeTrailsRequest;
import io.nephele.api.cloudtrail.DescribeTrailsResponse;
import io.nephele.api.cloudtrail.GetTrailRequest;
import io.nephele.api.cloudtrail.GetTrailResponse;
import io.nephele.api.cloudtrail.InvalidNextTokenException;
import io.nephele.api.cloudtrail.InvalidParameterCombinationException;
import io.nephele.api.cloudtrail.InvalidS3BucketNameException;
import io.nephele.api.cloudtrail.InvalidS3PrefixException;
import io.nephele.api.cloudtrail.InvalidSnsTopicNameException;
import io.nephele.api.cloudtrail.ListTrailsRequest;
import io.nephele.api.cloudtrail.ListTrailsResponse;
import io.nephele.api.cloudtrail.MaximumNumberOfTrailsExceededException;
import io.nephele.api.cloudtrail.OrganizationsNotInUseException;
import io.nephele.api.cloudtrail.Trail;
import io.nephele.api.cloudtrail.TrailAlreadyExistsException;
import io.nephele.api.cloudtrail.TrailInfo;
import io.nephele.api.cloudtrail.TrailNotFoundException;
import io.nephele.api.cloudtrail.UpdateTrailRequest;
import io.nephele.api.cloudtrail.UpdateTrailResponse;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import java.util.ArrayList;
import java.util.List;

/** Makes, changes, tells and removes trails. */
final class Trails {
  private static final int MOST = 5;
  private static final int LONGEST_PREFIX = 200;
  private static final int LONGEST_TOPIC = 256;

  private final TrailStore trails;
  private final Destinations destinations;
  private final Digests digests;

  Trails(TrailStore trails, Destinations destinations, Digests digests) {
    this.trails = trails;
    this.destinations = destinations;
    this.digests = digests;
  }

  CreateTrailResponse create(CreateTrailRequest in, Call call) {
    TrailNames.check(in.name());
    refuseOrganization(in.isOrganizationTrail());
    checkGlobal(in.isMultiRegionTrail(), in.includeGlobalServiceEvents());
    String topic = emptyToNull(in.snsTopicName());
    String logGroup = emptyToNull(in.cloudWatchLogsLogGroupArn());
    String logRole = emptyToNull(in.cloudWatchLogsRoleArn());
    String key = emptyToNull(in.kmsKeyId());
    TrailRecord trail =
        new TrailRecord(
            TrailStore.arn(call, in.name()),
            call.accountId(),
            call.region().name(),
            in.name(),
            bucket(in.s3BucketName()),
            prefix(in.s3KeyPrefix()),
            topic,
            topicArn(topic, call),
            !Boolean.FALSE.equals(in.includeGlobalServiceEvents()),
            Boolean.TRUE.equals(in.isMultiRegionTrail()),
            Boolean.TRUE.equals(in.enableLogFileValidation()),
            logGroup,
            logRole,
            key == null ? null : destinations.keyArn(key, call),
            TrailTags.ofRequest(in.tagsList()),
            TrailRecord.DEFAULT,
            null,
            false,
            0,
            0);
    checkLogs(trail);
    trails
        .world()
        .store()
        .read(
            reader -> {
              checkNew(reader, trail, call);
              return null;
            });
    destinations.check(trail);
    trails
        .world()
        .store()
        .write(
            transaction -> {
              checkNew(transaction, trail, call);
              trails.put(transaction, trail);
              return null;
            });
    return new CreateTrailResponse()
        .name(trail.name())
        .s3BucketName(trail.bucket())
        .s3KeyPrefix(trail.prefix())
        .snsTopicName(trail.snsTopicName())
        .snsTopicARN(trail.snsTopicArn())
        .includeGlobalServiceEvents(trail.globalEvents())
        .isMultiRegionTrail(trail.multiRegion())
        .trailARN(trail.arn())
        .logFileValidationEnabled(trail.validation())
        .cloudWatchLogsLogGroupArn(trail.logGroupArn())
        .cloudWatchLogsRoleArn(trail.logRoleArn())
        .kmsKeyId(trail.kmsKeyArn())
        .isOrganizationTrail(false);
  }

  private void checkNew(Reader reader, TrailRecord trail, Call call) {
    if (trails.get(reader, trail.key()) != null) {
      throw new TrailAlreadyExistsException(
          "Trail " + trail.name() + " already exists for customer: " + call.accountId());
    }
    if (trails.in(reader, call.accountId(), call.region().name(), false).size() >= MOST) {
      throw new MaximumNumberOfTrailsExceededException(
          "User: " + call.accountId() + " already has 5 trails in " + call.region().name() + ".");
    }
  }

  UpdateTrailResponse update(UpdateTrailRequest in, Call call) {
    refuseOrganization(in.isOrganizationTrail());
    TrailRecord old =
        trails.world().store().read(reader -> trails.findAtHome(reader, call, in.name()));
    TrailRecord changed = changed(old, in, call);
    checkLogs(changed);
    destinations.check(changed);
    TrailRecord stored =
        trails
            .world()
            .store()
            .write(
                transaction -> {
                  TrailRecord now = trails.findAtHome(transaction, call, in.name());
                  TrailRecord next =
                      changed
                          .withTags(now.tags())
                          .withSelectors(now.basic(), now.advanced())
                          .logging(
                              now.isLogging(), now.isLogging() ? now.startedAt() : now.stoppedAt());
                  trails.put(transaction, next);
                  if (!next.validation()) {
                    digests.end(transaction, next);
                  } else if (next.isLogging()) {
                    digests.begin(transaction, next, next.region());
                  }
                  return next;
                });
    return new UpdateTrailResponse()
        .name(stored.name())
        .s3BucketName(stored.bucket())
        .s3KeyPrefix(stored.prefix())
        .snsTopicName(stored.snsTopicName())
        .snsTopicARN(stored.snsTopicArn())
        .includeGlobalServiceEvents(stored.globalEvents())
        .isMultiRegionTrail(stored.multiRegion())
        .trailARN(stored.arn())
        .logFileValidationEnabled(stored.validation())
        .cloudWatchLogsLogGroupArn(stored.logGroupArn())
        .cloudWatchLogsRoleArn(stored.logRoleArn())
        .kmsKeyId(stored.kmsKeyArn())
        .isOrganizationTrail(false);
  }

  /** The trail with what a request changes; empty texts take something away. */
  private TrailRecord changed(TrailRecord old, UpdateTrailRequest in, Call call) {
    String topic = in.snsTopicName() == null ? old.snsTopicName() : emptyToNull(in.snsTopicName());
    boolean multiRegion =
        in.isMultiRegionTrail() == null ? old.multiRegion() : in.isMultiRegionTrail();
    boolean global =
        in.includeGlobalServiceEvents() == null
            ? old.globalEvents()
            : in.includeGlobalServiceEvents();
    checkGlobal(multiRegion, global);
    String key = in.kmsKeyId() == null ? old.kmsKeyArn() : emptyToNull(in.kmsKeyId());
    boolean newKey = key != null && in.kmsKeyId() != null;
    return new TrailRecord(
        old.arn(),
        old.account(),
        old.region(),
        old.name(),
        in.s3BucketName() == null ? old.bucket() : bucket(in.s3BucketName()),
        in.s3KeyPrefix() == null ? old.prefix() : prefix(in.s3KeyPrefix()),
        topic,
        topicArn(topic, call),
        global,
        multiRegion,
        in.enableLogFileValidation() == null ? old.validation() : in.enableLogFileValidation(),
        in.cloudWatchLogsLogGroupArn() == null
            ? old.logGroupArn()
            : emptyToNull(in.cloudWatchLogsLogGroupArn()),
        in.cloudWatchLogsRoleArn() == null
            ? old.logRoleArn()
            : emptyToNull(in.cloudWatchLogsRoleArn()),
        newKey ? destinations.keyArn(key, call) : key,
        old.tags(),
        old.basic(),
        old.advanced(),
        old.isLogging(),
        old.startedAt(),
        old.stoppedAt());
  }

  DeleteTrailResponse delete(DeleteTrailRequest in, Call call) {
    trails
        .world()
        .store()
        .write(
            transaction -> {
              TrailRecord trail = trails.findAtHome(transaction, call, in.name());
              trails.delete(transaction, trail);
              digests.end(transaction, trail);
              return null;
            });
    return new DeleteTrailResponse();
  }

  GetTrailResponse get(GetTrailRequest in, Call call) {
    TrailRecord trail = trails.world().store().read(reader -> trails.find(reader, call, in.name()));
    return new GetTrailResponse().trail(view(trail));
  }

  DescribeTrailsResponse describe(DescribeTrailsRequest in, Call call) {
    boolean shadows = !Boolean.FALSE.equals(in.includeShadowTrails());
    List<String> names = in.trailNameList();
    List<Trail> found = new ArrayList<>();
    trails
        .world()
        .store()
        .read(
            reader -> {
              found.clear();
              if (names == null || names.isEmpty()) {
                trails
                    .in(reader, call.accountId(), call.region().name(), shadows)
                    .forEach(trail -> found.add(view(trail)));
                return null;
              }
              for (String name : names) {
                try {
                  found.add(view(trails.find(reader, call, name)));
                } catch (TrailNotFoundException absent) {
                  // What is not there is not described.
                }
              }
              return null;
            });
    return new DescribeTrailsResponse().trailList(found);
  }

  ListTrailsResponse list(ListTrailsRequest in, Call call) {
    if (in.nextToken() != null) {
      // An account has few trails, all of which are told at once.
      throw new InvalidNextTokenException("Invalid nextToken.");
    }
    List<TrailInfo> found = new ArrayList<>();
    for (TrailRecord trail :
        trails.world().store().read(reader -> trails.all(reader, call.accountId()))) {
      found.add(
          new TrailInfo().trailARN(trail.arn()).name(trail.name()).homeRegion(trail.region()));
    }
    return new ListTrailsResponse().trails(found);
  }

  private static Trail view(TrailRecord trail) {
    return new Trail()
        .name(trail.name())
        .s3BucketName(trail.bucket())
        .s3KeyPrefix(trail.prefix())
        .snsTopicName(trail.snsTopicName())
        .snsTopicARN(trail.snsTopicArn())
        .includeGlobalServiceEvents(trail.globalEvents())
        .isMultiRegionTrail(trail.multiRegion())
        .homeRegion(trail.region())
        .trailARN(trail.arn())
        .logFileValidationEnabled(trail.validation())
        .cloudWatchLogsLogGroupArn(trail.logGroupArn())
        .cloudWatchLogsRoleArn(trail.logRoleArn())
        .kmsKeyId(trail.kmsKeyArn())
        .hasCustomEventSelectors(trail.hasCustomSelectors())
        .hasInsightSelectors(false)
        .isOrganizationTrail(false);
  }

  private static void refuseOrganization(Boolean organization) {
    if (Boolean.TRUE.equals(organization)) {
      throw new OrganizationsNotInUseException(
          "Your account is not a member of an organization. Nephele has no organizations yet.");
    }
  }

  private static void checkGlobal(Boolean multiRegion, Boolean global) {
    if (Boolean.TRUE.equals(multiRegion) && Boolean.FALSE.equals(global)) {
      throw new InvalidParameterCombinationException(
          "Multi-Region trail must include global service events.");
    }
  }

  private static void checkLogs(TrailRecord trail) {
    if (trail.logGroupArn() == null != (trail.logRoleArn() == null)) {
      throw new InvalidParameterCombinationException(
          "You must specify both a CloudWatch Logs log group ARN and a role ARN.");
    }
  }

  private static String bucket(String name) {
    if (name.length() < 3 || name.length() > 63) {
      throw new InvalidS3BucketNameException("Bucket name must be between 3 and 63 characters.");
    }
    return name;
  }

  private static String prefix(String prefix) {
    if (prefix != null && prefix.length() > LONGEST_PREFIX) {
      throw new InvalidS3PrefixException("S3 prefix is longer than maximum length");
    }
    return emptyToNull(prefix);
  }

  private static String topicArn(String nameOrArn, Call call) {
    if (nameOrArn == null || Arn.isArn(nameOrArn)) {
      return nameOrArn;
    }
    if (nameOrArn.length() > LONGEST_TOPIC || nameOrArn.indexOf(':') >= 0) {
      throw new InvalidSnsTopicNameException("SNS topic name " + nameOrArn + " is not valid.");
    }
    return "arn:"
        + call.partition()
        + ":sns:"
        + call.region().name()
        + ":"
        + call.accountId()
        + ":"
        + nameOrArn;
  }

  private static String emptyToNull(String text) {
    return text == null || text.isEmpty() ? null : text;
  }
}
