package io.nephele.services.s3.events;

import io.nephele.api.s3.EventBridgeConfiguration;
import io.nephele.api.s3.FilterRule;
import io.nephele.api.s3.GetBucketNotificationConfigurationRequest;
import io.nephele.api.s3.LambdaFunctionConfiguration;
import io.nephele.api.s3.NotificationConfiguration;
import io.nephele.api.s3.NotificationConfigurationFilter;
import io.nephele.api.s3.PutBucketNotificationConfigurationRequest;
import io.nephele.api.s3.QueueConfiguration;
import io.nephele.api.s3.S3;
import io.nephele.api.s3.S3KeyFilter;
import io.nephele.api.s3.TopicConfiguration;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.model.Struct;
import io.nephele.model.Unit;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.buckets.Configurations.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/** The notification configurations of buckets. */
public final class Notifications {
  private final S3World s3;
  private final Destinations destinations;

  /** The notifications of a world's buckets. */
  public Notifications(S3World s3, Destinations destinations) {
    this.s3 = s3;
    this.destinations = destinations;
  }

  /** Replaces a bucket's configuration, once the destinations have taken a test event. */
  public Unit put(PutBucketNotificationConfigurationRequest in, Call call) {
    if (in.notificationConfiguration() == null) {
      throw S3Errors.malformedXml();
    }
    Bucket bucket = s3.bucket(in.bucket(), call);
    NotificationConfiguration configuration = named(in.notificationConfiguration());
    List<Target> targets = Target.of(configuration);
    NotificationValidation.check(targets, bucket);
    destinations.check(
        bucket,
        targets,
        configuration.eventBridgeConfiguration() != null,
        Boolean.TRUE.equals(in.skipDestinationValidation()),
        call);
    boolean empty = targets.isEmpty() && configuration.eventBridgeConfiguration() == null;
    Struct document = configuration.struct().freeze();
    s3.world()
        .store()
        .write(
            transaction -> {
              Bucket current = s3.current(transaction, bucket);
              if (empty) {
                s3.configurations().delete(transaction, current, Kind.NOTIFICATION);
              } else {
                s3.configurations().put(transaction, current, Kind.NOTIFICATION, document);
              }
              return null;
            });
    return S3World.done(call);
  }

  /** A bucket's configuration, which may be empty. */
  public NotificationConfiguration get(GetBucketNotificationConfigurationRequest in, Call call) {
    NotificationConfiguration found =
        s3.read(reader -> find(s3, reader, s3.bucket(reader, in.bucket(), call)));
    return found == null ? new NotificationConfiguration() : found;
  }

  /** The configuration of a bucket, or null. */
  static NotificationConfiguration find(S3World s3, Reader reader, Bucket bucket) {
    Struct stored =
        s3.configurations()
            .get(
                reader,
                bucket,
                Kind.NOTIFICATION,
                S3.GetBucketNotificationConfiguration.model().output());
    return stored == null ? null : new NotificationConfiguration(stored);
  }

  /** The configuration in the form in which S3 gives it back, every part with an id. */
  private NotificationConfiguration named(NotificationConfiguration in) {
    return new NotificationConfiguration()
        .topicConfigurations(
            each(
                in.topicConfigurations(),
                it ->
                    new TopicConfiguration()
                        .id(id(it.id()))
                        .topicArn(it.topicArn())
                        .events(it.events())
                        .filter(filter(it.filter()))))
        .queueConfigurations(
            each(
                in.queueConfigurations(),
                it ->
                    new QueueConfiguration()
                        .id(id(it.id()))
                        .queueArn(it.queueArn())
                        .events(it.events())
                        .filter(filter(it.filter()))))
        .lambdaFunctionConfigurations(
            each(
                in.lambdaFunctionConfigurations(),
                it ->
                    new LambdaFunctionConfiguration()
                        .id(id(it.id()))
                        .lambdaFunctionArn(it.lambdaFunctionArn())
                        .events(it.events())
                        .filter(filter(it.filter()))))
        .eventBridgeConfiguration(
            in.eventBridgeConfiguration() == null ? null : new EventBridgeConfiguration());
  }

  private static <T> List<T> each(List<T> list, Function<T, T> change) {
    if (list == null || list.isEmpty()) {
      return null;
    }
    List<T> changed = new ArrayList<>();
    for (T each : list) {
      changed.add(change.apply(each));
    }
    return changed;
  }

  private String id(String given) {
    if (given != null && !given.isEmpty()) {
      return given;
    }
    byte[] id = s3.world().ids().uuid().toString().getBytes(StandardCharsets.US_ASCII);
    return Base64.getEncoder().encodeToString(id);
  }

  private static NotificationConfigurationFilter filter(NotificationConfigurationFilter in) {
    NotificationValidation.check(in);
    if (in == null || in.key() == null || in.key().filterRules() == null) {
      return in;
    }
    List<FilterRule> rules = new ArrayList<>();
    for (FilterRule rule : in.key().filterRules()) {
      rules.add(new FilterRule().name(NotificationValidation.name(rule)).value(rule.value()));
    }
    return new NotificationConfigurationFilter().key(new S3KeyFilter().filterRules(rules));
  }
}
