package io.nephele.services.sns;

import io.nephele.api.sns.ListSubscriptionsByTopicInput;
import io.nephele.api.sns.ListSubscriptionsByTopicResponse;
import io.nephele.api.sns.ListSubscriptionsInput;
import io.nephele.api.sns.ListSubscriptionsResponse;
import io.nephele.core.call.Call;
import java.util.ArrayList;
import java.util.List;

/** The operations that list subscriptions. */
final class SubscriptionLists {
  private static final int PAGE = 100;
  private static final String PENDING = "PendingConfirmation";

  private final SnsWorld sns;

  SubscriptionLists(SnsWorld sns) {
    this.sns = sns;
  }

  ListSubscriptionsResponse ofOwner(ListSubscriptionsInput in, Call call) {
    String token = PageTokens.read(in.nextToken());
    SubscriptionArn after = token == null ? null : SubscriptionArn.require(token);
    List<Subscription> found =
        sns.read(
            reader ->
                sns.topics()
                    .ofOwner(reader, call.accountId(), call.region().name(), after, PAGE + 1));
    return new ListSubscriptionsResponse().subscriptions(page(found)).nextToken(next(found));
  }

  ListSubscriptionsByTopicResponse ofTopic(ListSubscriptionsByTopicInput in, Call call) {
    TopicAddress address = TopicAddress.require(in.topicArn(), "TopicArn", call);
    String token = PageTokens.read(in.nextToken());
    String after = token == null ? null : SubscriptionArn.require(token).id();
    List<Subscription> found =
        sns.read(
            reader -> {
              sns.topics().require(reader, address);
              return sns.topics().ofTopic(reader, address, after, PAGE + 1);
            });
    return new ListSubscriptionsByTopicResponse().subscriptions(page(found)).nextToken(next(found));
  }

  private static String next(List<Subscription> found) {
    return found.size() > PAGE ? PageTokens.write(found.get(PAGE - 1).arn()) : null;
  }

  private static List<io.nephele.api.sns.Subscription> page(List<Subscription> found) {
    List<io.nephele.api.sns.Subscription> page = new ArrayList<>();
    for (Subscription each : found.size() > PAGE ? found.subList(0, PAGE) : found) {
      page.add(
          new io.nephele.api.sns.Subscription()
              .subscriptionArn(each.confirmed() ? each.arn() : PENDING)
              .owner(each.owner())
              .protocol(each.protocol())
              .endpoint(each.endpoint())
              .topicArn(each.topicArn()));
    }
    return page;
  }
}
