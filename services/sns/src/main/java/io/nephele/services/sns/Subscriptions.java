package io.nephele.services.sns;

import io.nephele.api.sns.AuthorizationErrorException;
import io.nephele.api.sns.ConfirmSubscriptionInput;
import io.nephele.api.sns.ConfirmSubscriptionResponse;
import io.nephele.api.sns.FilterPolicyLimitExceededException;
import io.nephele.api.sns.GetSubscriptionAttributesInput;
import io.nephele.api.sns.GetSubscriptionAttributesResponse;
import io.nephele.api.sns.InvalidParameterException;
import io.nephele.api.sns.SetSubscriptionAttributesInput;
import io.nephele.api.sns.SubscribeInput;
import io.nephele.api.sns.SubscribeResponse;
import io.nephele.api.sns.UnsubscribeInput;
import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import io.nephele.core.store.Transaction;
import io.nephele.model.Unit;
import java.util.LinkedHashMap;
import java.util.Map;

/** The operations on single subscriptions. */
final class Subscriptions {
  private static final int MOST_FILTERS = 200;
  private static final String PENDING = "pending confirmation";

  private final SnsWorld sns;
  private final Replays replays;

  Subscriptions(SnsWorld sns, Replays replays) {
    this.sns = sns;
    this.replays = replays;
  }

  SubscribeResponse subscribe(SubscribeInput in, Call call) {
    TopicAddress address = TopicAddress.require(in.topicArn(), "TopicArn", call);
    Endpoints.check(address, in.protocol(), in.endpoint());
    Map<String, String> attributes = new LinkedHashMap<>();
    if (in.attributes() != null) {
      for (Map.Entry<String, String> each : in.attributes().entrySet()) {
        String value = check(address, in.protocol(), each.getKey(), each.getValue());
        if (value != null) {
          attributes.put(each.getKey(), value);
        }
      }
    }
    if (in.protocol().equals("firehose") && !attributes.containsKey(SubscriptionAttributes.ROLE)) {
      throw SnsErrors.invalid("Attributes", "SubscriptionRoleArn is required for firehose");
    }
    Subscription made = made(in, attributes, call);
    SubscriptionAttributes.checkFilter(made);
    Subscription subscription =
        sns.change(
            address,
            (transaction, topic) -> {
              Subscription known =
                  sns.topics().ofEndpoint(transaction, address, in.protocol(), in.endpoint());
              return known == null
                  ? add(transaction, topic, made)
                  : again(transaction, topic, known, made);
            });
    boolean told = subscription.confirmed() || Boolean.TRUE.equals(in.returnSubscriptionArn());
    return new SubscribeResponse().subscriptionArn(told ? subscription.arn() : PENDING);
  }

  private static String check(TopicAddress topic, String protocol, String name, String value) {
    try {
      return SubscriptionAttributes.check(topic, protocol, name, value);
    } catch (InvalidParameterException e) {
      throw e.getMessage().equals("Invalid parameter: AttributeName")
          ? SnsErrors.invalid("Attributes", "Unknown attribute: " + name)
          : e;
    }
  }

  private Subscription made(SubscribeInput in, Map<String, String> attributes, Call call) {
    String id = sns.world().ids().uuid().toString();
    return new Subscription(
        id,
        in.topicArn(),
        call.accountId(),
        in.protocol(),
        in.endpoint(),
        attributes,
        Endpoints.isTrusted(in.protocol(), in.endpoint(), call.accountId()),
        true,
        false,
        call.principal().entityArn(),
        sns.now(),
        SnsWorld.base(call.origin()),
        sns.confirmations().newToken(id));
  }

  private Subscription add(Transaction transaction, Topic topic, Subscription made) {
    checkFilterCount(topic, null, made);
    sns.topics().put(transaction, topic, null, made);
    if (!made.confirmed()) {
      sns.confirmations().begin(transaction, topic.address(), made);
    }
    replays.changed(transaction, topic.address(), null, made);
    return made;
  }

  /** Who subscribes again gets what is there, if it is the same; a pending one is asked again. */
  private Subscription again(
      Transaction transaction, Topic topic, Subscription known, Subscription made) {
    for (Map.Entry<String, String> each : made.attributes().entrySet()) {
      if (!each.getValue().equals(known.attribute(each.getKey()))) {
        throw SnsErrors.invalid(
            "Attributes", "Subscription already exists with different attributes");
      }
    }
    if (known.confirmed()) {
      return known;
    }
    Subscription asked = known.withToken(sns.confirmations().newToken(known.id()));
    sns.topics().put(transaction, topic, known, asked);
    sns.confirmations().begin(transaction, topic.address(), asked);
    return asked;
  }

  private static void checkFilterCount(Topic topic, Subscription before, Subscription now) {
    boolean more = now.filterPolicy() != null && (before == null || before.filterPolicy() == null);
    if (more && topic.filters() >= MOST_FILTERS) {
      throw new FilterPolicyLimitExceededException(
          "Topic has reached the limit of " + MOST_FILTERS + " filter policies");
    }
  }

  ConfirmSubscriptionResponse confirm(ConfirmSubscriptionInput in, Call call) {
    boolean authenticated = call.principal().type() != Principal.Type.ANONYMOUS;
    boolean guard = "true".equalsIgnoreCase(in.authenticateOnUnsubscribe());
    if (guard && !authenticated) {
      throw new AuthorizationErrorException(
          "AuthenticateOnUnsubscribe requires a request with credentials");
    }
    return new ConfirmSubscriptionResponse()
        .subscriptionArn(confirm(in.topicArn(), in.token(), authenticated, guard).arn());
  }

  /** Confirms the subscription of a token. */
  Subscription confirm(String topicArn, String token, boolean authenticated, boolean guard) {
    TopicAddress address = TopicAddress.require(topicArn, "TopicArn");
    String id = Confirmations.subscriptionId(token);
    return sns.change(
        address,
        (transaction, topic) -> {
          Subscription known = id == null ? null : sns.topics().find(transaction, address, id);
          if (id != null && known == null) {
            Subscription restored = sns.confirmations().restore(transaction, topic, id, token);
            if (restored != null) {
              return restored;
            }
          }
          if (known == null || !known.token().equals(token)) {
            throw SnsErrors.invalid("Token");
          }
          if (known.confirmed()) {
            return known;
          }
          Subscription confirmed = known.confirmed(authenticated, guard);
          sns.topics().put(transaction, topic, known, confirmed);
          sns.confirmations().end(transaction, address, id);
          replays.changed(transaction, address, null, confirmed);
          return confirmed;
        });
  }

  Unit unsubscribe(UnsubscribeInput in, Call call) {
    SubscriptionArn arn = SubscriptionArn.require(in.subscriptionArn());
    sns.change(
        arn.topic(),
        (transaction, topic) -> {
          Subscription known = sns.topics().find(transaction, arn.topic(), arn.id());
          if (known == null) {
            return null; // to unsubscribe what is gone is no error
          }
          requireOwner(call, topic, known);
          if (!known.confirmed()) {
            throw SnsErrors.invalid(
                "SubscriptionArn", "A subscription that is pending cannot be deleted");
          }
          remove(transaction, topic, known);
          return null;
        });
    return SnsWorld.done(call);
  }

  /** Removes a subscription for whoever has the link that its messages carry. */
  void unsubscribeByLink(String subscriptionArn) {
    SubscriptionArn arn = SubscriptionArn.require(subscriptionArn);
    sns.change(
        arn.topic(),
        (transaction, topic) -> {
          Subscription known = sns.topics().find(transaction, arn.topic(), arn.id());
          if (known == null) {
            throw SnsErrors.noSubscription();
          }
          if (known.guarded()) {
            throw new AuthorizationErrorException(
                "This subscription can be removed by a request with credentials only");
          }
          remove(transaction, topic, known);
          return null;
        });
  }

  private void remove(Transaction transaction, Topic topic, Subscription known) {
    sns.topics().delete(transaction, topic, known);
    sns.confirmations().end(transaction, topic.address(), known.id());
    sns.confirmations().sayFarewell(transaction, topic.address(), known);
    replays.changed(transaction, topic.address(), known, null);
  }

  private static void requireOwner(Call call, Topic topic, Subscription subscription) {
    String account = call.accountId();
    if (!subscription.owner().equals(account) && !topic.accountId().equals(account)) {
      throw new AuthorizationErrorException("Not authorized to access this subscription");
    }
  }

  GetSubscriptionAttributesResponse attributes(GetSubscriptionAttributesInput in, Call call) {
    SubscriptionArn arn = SubscriptionArn.require(in.subscriptionArn());
    return sns.read(
        reader -> {
          Topic topic = sns.topics().find(reader, arn.topic());
          Subscription known =
              topic == null ? null : sns.topics().find(reader, arn.topic(), arn.id());
          if (known == null) {
            throw SnsErrors.noSubscription();
          }
          requireOwner(call, topic, known);
          Map<String, String> all = new LinkedHashMap<>();
          all.put("SubscriptionArn", known.arn());
          all.put("TopicArn", known.topicArn());
          all.put("Owner", known.owner());
          all.put("Protocol", known.protocol());
          all.put("Endpoint", known.endpoint());
          all.put("SubscriptionPrincipal", known.principal());
          all.put("PendingConfirmation", Boolean.toString(!known.confirmed()));
          all.put(
              "ConfirmationWasAuthenticated",
              Boolean.toString(known.confirmed() && known.authenticated()));
          all.put("RawMessageDelivery", "false");
          if (known.filterPolicy() != null) {
            all.put(SubscriptionAttributes.FILTER_SCOPE, "MessageAttributes");
          }
          if (known.protocol().startsWith("http")) {
            all.put(
                "EffectiveDeliveryPolicy",
                DeliveryPolicies.effectiveOfSubscription(
                    topic.attribute(TopicAttributes.DELIVERY_POLICY),
                    known.attribute(SubscriptionAttributes.DELIVERY_POLICY)));
          }
          all.putAll(known.attributes());
          String status = replays.status(reader, arn);
          if (status != null) {
            all.put("ReplayStatus", status);
          }
          return new GetSubscriptionAttributesResponse().attributes(all);
        });
  }

  Unit setAttribute(SetSubscriptionAttributesInput in, Call call) {
    SubscriptionArn arn = SubscriptionArn.require(in.subscriptionArn());
    sns.change(
        arn.topic(),
        (transaction, topic) -> {
          Subscription known = sns.topics().find(transaction, arn.topic(), arn.id());
          if (known == null) {
            throw SnsErrors.noSubscription();
          }
          requireOwner(call, topic, known);
          String value =
              SubscriptionAttributes.check(
                  arn.topic(), known.protocol(), in.attributeName(), in.attributeValue());
          Subscription changed = known.with(in.attributeName(), value);
          SubscriptionAttributes.checkFilter(changed);
          checkFilterCount(topic, known, changed);
          sns.topics().put(transaction, topic, known, changed);
          if (in.attributeName().equals(SubscriptionAttributes.REPLAY_POLICY)) {
            replays.changed(transaction, arn.topic(), known, changed);
          }
          return null;
        });
    return SnsWorld.done(call);
  }
}
