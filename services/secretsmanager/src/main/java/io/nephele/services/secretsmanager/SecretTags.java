package io.nephele.services.secretsmanager;

import io.nephele.api.secretsmanager.Tag;
import io.nephele.api.secretsmanager.TagResourceRequest;
import io.nephele.api.secretsmanager.UntagResourceRequest;
import io.nephele.core.call.Call;
import io.nephele.model.Struct;
import io.nephele.model.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The operations on tags. */
final class SecretTags {
  private static final int MAX = 50;
  private static final String RESERVED = "aws:";

  private final SecretStore store;

  SecretTags(SecretStore store) {
    this.store = store;
  }

  Unit tag(TagResourceRequest in, Call call) {
    Map<String, String> further = ofRequest(in.tags());
    store.change(
        store.requirePrimary(in.secretId(), call),
        (transaction, current) -> {
          Map<String, String> merged = new LinkedHashMap<>(current.tags());
          merged.putAll(further);
          requireFew(merged);
          store.put(transaction, current.with().tags(merged).done());
          return null;
        });
    return new Unit(new Struct(call.operation().output()));
  }

  Unit untag(UntagResourceRequest in, Call call) {
    store.change(
        store.requirePrimary(in.secretId(), call),
        (transaction, current) -> {
          Map<String, String> rest = new LinkedHashMap<>(current.tags());
          rest.keySet().removeAll(in.tagKeys());
          store.put(transaction, current.with().tags(rest).done());
          return null;
        });
    return new Unit(new Struct(call.operation().output()));
  }

  /** The tags of a request; an error to the caller if they cannot be. */
  static Map<String, String> ofRequest(List<Tag> given) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (Tag tag : given == null ? List.<Tag>of() : given) {
      if (tag.key() == null) {
        throw SecretErrors.invalidParameter("Tag key can't be null.");
      }
      if (tag.key().regionMatches(true, 0, RESERVED, 0, RESERVED.length())) {
        throw SecretErrors.invalidParameter(
            "aws: prefixed tag key names are not allowed for external use.");
      }
      tags.put(tag.key(), tag.value() == null ? "" : tag.value());
    }
    requireFew(tags);
    return tags;
  }

  private static void requireFew(Map<String, String> tags) {
    if (tags.size() > MAX) {
      throw SecretErrors.invalidParameter("A secret can have at most " + MAX + " tags.");
    }
  }

  static List<Tag> list(Secret secret) {
    List<Tag> tags = new ArrayList<>();
    secret.tags().forEach((key, value) -> tags.add(new Tag().key(key).value(value)));
    return tags.isEmpty() ? null : tags;
  }
}
