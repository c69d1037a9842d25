package io.nephele.services.events;

import io.nephele.core.partition.Regions;
import io.nephele.core.store.Key;

/**
 * What a partner offers to one account: events that it puts reach the bus of that name, once the
 * account has made it.
 *
 * @param name for example {@code aws.partner/example.com/orders}
 * @param partner the account that offers it
 * @param customer the account that may take it
 * @param state one of the model's {@code EventSourceState}
 * @param createdAt in milliseconds
 * @param expiresAt when it is gone if it is still pending, in milliseconds; 0 if it is not
 */
record PartnerSource(
    String name,
    String partner,
    String customer,
    String region,
    String state,
    long createdAt,
    long expiresAt) {
  static final String PENDING = "PENDING";
  static final String ACTIVE = "ACTIVE";
  static final String DELETED = "DELETED";

  static Key key(String customer, String region, String name) {
    return Key.of(customer).with(region).with(name);
  }

  Key key() {
    return key(customer, region, name);
  }

  /** Where its partner finds it. */
  Key offer() {
    return Key.of(partner).with(region).with(name).with(customer);
  }

  String arn() {
    return "arn:"
        + Regions.find(region).partition().id()
        + ":events:"
        + region
        + "::event-source/"
        + name;
  }

  /** The partner as its customers see it: what stands before the second slash of the name. */
  String createdBy() {
    String rest = name.substring(name.indexOf('/') + 1);
    return "aws.partner/" + rest.substring(0, rest.indexOf('/'));
  }

  PartnerSource in(String changed, long expires) {
    return new PartnerSource(name, partner, customer, region, changed, createdAt, expires);
  }
}
