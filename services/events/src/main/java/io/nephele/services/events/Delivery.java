package io.nephele.services.events;

import io.nephele.model.Bytes;

/**
 * An event on its way to a target.
 *
 * @param rule the rule that it matched
 * @param target the model's {@code Target}, as it was then
 * @param event what is delivered
 * @param firstAt when it was to be delivered first, in milliseconds
 * @param attempts how often it was tried
 */
record Delivery(Rule rule, Bytes target, Event event, long firstAt, int attempts) {
  Delivery triedOnceMore() {
    return new Delivery(rule, target, event, firstAt, attempts + 1);
  }
}
