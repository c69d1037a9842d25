package io.nephele.services.sns;

import io.nephele.core.access.ProtectedResources;
import io.nephele.core.access.ResourcePolicy;
import io.nephele.core.call.Call;
import io.nephele.model.Struct;
import java.util.Map;

/** What authorisation asks of topics and subscriptions. */
final class ProtectedTopics implements ProtectedResources {
  private final SnsWorld sns;

  ProtectedTopics(SnsWorld sns) {
    this.sns = sns;
  }

  @Override
  public ResourcePolicy policy(String arn) {
    Topic topic = find(arn);
    return topic == null ? null : TopicPolicy.of(topic);
  }

  /** A subscription belongs to who subscribed, and to the owner of the topic too. */
  @Override
  public ResourcePolicy policy(String arn, String action, Call call, Struct request) {
    SubscriptionArn subscription = SubscriptionArn.find(arn);
    if (subscription == null) {
      return policy(arn);
    }
    Subscription known =
        sns.read(reader -> sns.topics().find(reader, subscription.topic(), subscription.id()));
    return known == null || !known.owner().equals(call.accountId())
        ? null
        : ResourcePolicy.of(known.owner(), null);
  }

  @Override
  public Map<String, String> tags(String arn) {
    Topic topic = find(arn);
    return topic == null ? Map.of() : topic.tags();
  }

  private Topic find(String arn) {
    TopicAddress address = TopicAddress.find(arn);
    return address == null ? null : sns.read(reader -> sns.topics().find(reader, address));
  }
}
