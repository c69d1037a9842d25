package io.nephele.services.sns;

import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.core.store.Key;
import io.nephele.core.store.LockKey;

/**
 * Where a topic is, whether or not there is one.
 *
 * @param key the key of the topic in tables of topics
 */
record TopicAddress(String accountId, Region region, String name, String arn, Key key) {
  private static final int LEAST_ELEMENTS = 6;

  static TopicAddress of(String accountId, Region region, String name) {
    String arn =
        "arn:" + region.partition().id() + ":sns:" + region.name() + ":" + accountId + ":" + name;
    return new TopicAddress(
        accountId, region, name, arn, Key.of(accountId).with(region.name()).with(name));
  }

  /** The address that an ARN names, or null if it is no topic's ARN. */
  static TopicAddress find(String text) {
    Arn arn = Arn.parse(text);
    if (arn == null || !arn.service().equals("sns") || arn.resource().indexOf(':') >= 0) {
      return null;
    }
    Region region = Regions.find(arn.region());
    return region == null || arn.account().isEmpty() || arn.resource().indexOf('/') >= 0
        ? null
        : of(arn.account(), region, arn.resource());
  }

  /** The address that a parameter names; an error to the caller if it names none. */
  static TopicAddress require(String text, String parameter) {
    TopicAddress found = find(text);
    if (found == null) {
      throw SnsErrors.invalid(parameter, reason(text));
    }
    return found;
  }

  /** As the other, of a topic in the region that is called. */
  static TopicAddress require(String text, String parameter, Call call) {
    TopicAddress found = require(text, parameter);
    if (!found.region.equals(call.region())) {
      throw SnsErrors.invalid(parameter);
    }
    return found;
  }

  /** What is wrong with an ARN. */
  static String reason(String text) {
    int elements = text.isEmpty() ? 0 : text.split(":", -1).length;
    if (elements < LEAST_ELEMENTS) {
      return "An ARN must have at least 6 elements, not " + Math.max(elements, 1);
    }
    return "An ARN must be of the form arn:partition:sns:region:account:resource";
  }

  /** What transactions that change the topic have in common. */
  LockKey lock() {
    return new LockKey(key);
  }

  boolean isFifo() {
    return name.endsWith(Topic.FIFO_SUFFIX);
  }
}
