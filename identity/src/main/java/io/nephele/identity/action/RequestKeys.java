package io.nephele.identity.action;

import io.nephele.policy.ConditionKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The condition keys of one action on one resource, each found when a policy asks for it. */
final class RequestKeys implements ConditionKeys {
  private static final String REQUEST_TAG = "aws:requesttag/";
  private static final String RESOURCE_TAG = "aws:resourcetag/";
  private static final String TAG_KEYS = "aws:tagkeys";

  private final KeySources sources;
  private final CallContext context;
  private final String arn;

  RequestKeys(KeySources sources, CallContext context, String arn) {
    this.sources = sources;
    this.context = context;
    this.arn = arn;
  }

  @Override
  public List<String> values(String lowerCaseName) {
    if (lowerCaseName.startsWith(REQUEST_TAG)) {
      return requestTag(lowerCaseName.substring(REQUEST_TAG.length()));
    }
    if (lowerCaseName.startsWith(RESOURCE_TAG)) {
      return resourceTag(lowerCaseName.substring(RESOURCE_TAG.length()));
    }
    if (lowerCaseName.equals(TAG_KEYS)) {
      return sources.tags().keys(context.request(), sources.type());
    }
    return sources.values(lowerCaseName, this);
  }

  CallContext context() {
    return context;
  }

  List<String> requestTag(String key) {
    return sources.tags().values(context.request(), sources.type(), key);
  }

  List<String> tagKeys() {
    return sources.tags().keys(context.request(), sources.type());
  }

  /** The values of the resource's tags of that name, whose case does not matter. */
  List<String> resourceTag(String key) {
    Map<String, String> tags = context.resources().tags(arn);
    String exact = tags.get(key);
    if (exact != null && tags.size() == 1) {
      return List.of(exact);
    }
    List<String> values = new ArrayList<>(1);
    tags.forEach(
        (name, value) -> {
          if (name.equalsIgnoreCase(key)) {
            values.add(value);
          }
        });
    return values;
  }

  /** What the called service says of one of its own keys. */
  List<String> ofService(String lowerCaseName) {
    List<String> values =
        context.resources().conditionKey(lowerCaseName, arn, context.call(), context.request());
    return values == null ? List.of() : values;
  }
}
