package io.nephele.services.sns;

import io.nephele.api.sns.CreateTopicInput;
import io.nephele.api.sns.CreateTopicResponse;
import io.nephele.api.sns.DeleteTopicInput;
import io.nephele.api.sns.GetTopicAttributesInput;
import io.nephele.api.sns.GetTopicAttributesResponse;
import io.nephele.api.sns.InvalidParameterException;
import io.nephele.api.sns.InvalidStateException;
import io.nephele.api.sns.ListTopicsInput;
import io.nephele.api.sns.ListTopicsResponse;
import io.nephele.api.sns.SetTopicAttributesInput;
import io.nephele.core.call.Call;
import io.nephele.model.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The operations on topics. */
final class Topics {
  private static final int LONGEST_NAME = 256;
  private static final int PAGE = 100;

  private final SnsWorld sns;

  Topics(SnsWorld sns) {
    this.sns = sns;
  }

  CreateTopicResponse create(CreateTopicInput in, Call call) {
    checkName(in.name());
    TopicAddress address = TopicAddress.of(call.accountId(), call.region(), in.name());
    Map<String, String> given = in.attributes() == null ? Map.of() : in.attributes();
    TopicAttributes.checkNew(address, given);
    DataProtection.refuse(in.dataProtectionPolicy());
    Map<String, String> attributes = new LinkedHashMap<>();
    for (Map.Entry<String, String> each : given.entrySet()) {
      if (!each.getKey().equals(TopicAttributes.FIFO_TOPIC)) {
        String value = checkNamed(address, each.getKey(), each.getValue());
        if (value != null) {
          attributes.put(each.getKey(), value);
        }
      }
    }
    Map<String, String> tags = TopicTags.read(in.tags());
    sns.world()
        .store()
        .write(
            address.lock(),
            transaction -> {
              Topic known = sns.topics().find(transaction, address);
              if (known == null) {
                Topic made = made(address, attributes, tags);
                sns.topics().put(transaction, made);
                sns.archive().policyChanged(transaction, made);
              } else {
                requireSame(known, attributes, in.tags() == null ? null : tags);
              }
              return null;
            });
    return new CreateTopicResponse().topicArn(address.arn());
  }

  private Topic made(
      TopicAddress address, Map<String, String> attributes, Map<String, String> tags) {
    return new Topic(
        address.accountId(),
        address.region().name(),
        address.name(),
        sns.world().ids().nextLong(),
        0,
        sns.now(),
        attributes,
        tags,
        0,
        0,
        0,
        0);
  }

  /** Who creates a topic that is there may say what it is, but not something else. */
  private static void requireSame(
      Topic known, Map<String, String> attributes, Map<String, String> tags) {
    for (Map.Entry<String, String> each : attributes.entrySet()) {
      if (!each.getValue().equals(known.attribute(each.getKey()))) {
        throw SnsErrors.invalid("Attributes", "Topic already exists with different attributes");
      }
    }
    if (tags != null && !tags.isEmpty() && !tags.equals(known.tags())) {
      throw SnsErrors.invalid("Tags", "Topic already exists with different tags");
    }
  }

  private static String checkNamed(TopicAddress address, String name, String value) {
    try {
      return TopicAttributes.check(address, name, value);
    } catch (InvalidParameterException e) {
      throw e.getMessage().equals("Invalid parameter: AttributeName")
          ? SnsErrors.invalid("Attributes", "Unknown attribute: " + name)
          : e;
    }
  }

  private static void checkName(String name) {
    boolean fifo = name.endsWith(Topic.FIFO_SUFFIX);
    int end = fifo ? name.length() - Topic.FIFO_SUFFIX.length() : name.length();
    boolean good = end > 0 && name.length() <= LONGEST_NAME;
    for (int i = 0; good && i < end; i++) {
      char c = name.charAt(i);
      good = Names.isCharacter(c);
    }
    if (!good) {
      throw SnsErrors.invalid("Topic Name");
    }
  }

  /** Deleting what is not there is no error. */
  Unit delete(DeleteTopicInput in, Call call) {
    TopicAddress address = TopicAddress.require(in.topicArn(), "TopicArn", call);
    sns.world()
        .store()
        .write(
            address.lock(),
            transaction -> {
              Topic topic = sns.topics().find(transaction, address);
              if (topic != null) {
                if (ArchivePolicy.days(topic) > 0) {
                  throw new InvalidStateException(
                      "The topic has an archive; deactivate its ArchivePolicy before it is"
                          + " deleted");
                }
                sns.deleteAll(transaction, topic);
              }
              return null;
            });
    sns.forget(address);
    return SnsWorld.done(call);
  }

  ListTopicsResponse list(ListTopicsInput in, Call call) {
    String after = PageTokens.read(in.nextToken());
    List<Topic> found =
        sns.read(
            reader ->
                sns.topics().list(reader, call.accountId(), call.region().name(), after, PAGE + 1));
    boolean more = found.size() > PAGE;
    List<io.nephele.api.sns.Topic> page = new ArrayList<>();
    for (Topic topic : more ? found.subList(0, PAGE) : found) {
      page.add(new io.nephele.api.sns.Topic().topicArn(topic.arn()));
    }
    return new ListTopicsResponse()
        .topics(page)
        .nextToken(more ? PageTokens.write(found.get(PAGE - 1).name()) : null);
  }

  GetTopicAttributesResponse attributes(GetTopicAttributesInput in, Call call) {
    TopicAddress address = TopicAddress.require(in.topicArn(), "TopicArn", call);
    Topic topic = sns.read(reader -> sns.topics().require(reader, address));
    Map<String, String> all = new LinkedHashMap<>();
    all.put("TopicArn", address.arn());
    all.put("Owner", topic.accountId());
    all.put("Policy", TopicPolicy.text(topic));
    all.put("DisplayName", "");
    all.put("SubscriptionsConfirmed", Integer.toString(topic.confirmed()));
    all.put("SubscriptionsPending", Integer.toString(topic.pending()));
    all.put("SubscriptionsDeleted", Integer.toString(topic.deleted()));
    all.put(
        "EffectiveDeliveryPolicy",
        DeliveryPolicies.effectiveOfTopic(topic.attribute(TopicAttributes.DELIVERY_POLICY)));
    if (topic.isFifo()) {
      all.put("FifoTopic", "true");
      all.put("ContentBasedDeduplication", "false");
      all.put("FifoThroughputScope", "Topic");
    }
    all.putAll(topic.attributes());
    String beginning = sns.archive().beginning(topic);
    if (beginning != null) {
      all.put("BeginningArchiveTime", beginning);
    }
    return new GetTopicAttributesResponse().attributes(all);
  }

  Unit setAttribute(SetTopicAttributesInput in, Call call) {
    TopicAddress address = TopicAddress.require(in.topicArn(), "TopicArn", call);
    String value = TopicAttributes.check(address, in.attributeName(), in.attributeValue());
    sns.change(
        address,
        (transaction, topic) -> {
          Topic changed = topic.with(in.attributeName(), value);
          sns.topics().put(transaction, changed);
          if (in.attributeName().equals(TopicAttributes.ARCHIVE_POLICY)) {
            sns.archive().policyChanged(transaction, changed);
          }
          return null;
        });
    return SnsWorld.done(call);
  }
}
