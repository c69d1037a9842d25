package io.nephele.services.xray;

import io.nephele.api.xray.ListTagsForResourceRequest;
import io.nephele.api.xray.ListTagsForResourceResponse;
import io.nephele.api.xray.ResourceNotFoundException;
import io.nephele.api.xray.Tag;
import io.nephele.api.xray.TagResourceRequest;
import io.nephele.api.xray.TagResourceResponse;
import io.nephele.api.xray.TooManyTagsException;
import io.nephele.api.xray.UntagResourceRequest;
import io.nephele.api.xray.UntagResourceResponse;
import io.nephele.core.World;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Transaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The tags of groups and sampling rules. */
final class XRayTags {
  /** What the resource of a sampling rule's ARN begins with. */
  static final String RULE = "sampling-rule/";

  private static final int MOST_TAGS = 50;
  private static final int PAGE = 200;

  private final World world;
  private final Groups groups;
  private final SamplingRules rules;

  XRayTags(World world, Groups groups, SamplingRules rules) {
    this.world = world;
    this.groups = groups;
    this.rules = rules;
  }

  /** The tags of a request by their keys. */
  static Map<String, String> of(List<Tag> given) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (Tag tag : given == null ? List.<Tag>of() : given) {
      if (tag.key().regionMatches(true, 0, "aws:", 0, 4)) {
        throw XRayErrors.invalid("Tag keys that begin with aws: are reserved");
      }
      tags.put(tag.key(), tag.value());
    }
    if (tags.size() > MOST_TAGS) {
      throw XRayErrors.invalid("A resource can have at most " + MOST_TAGS + " tags");
    }
    return tags;
  }

  TagResourceResponse tag(TagResourceRequest in, Call call) {
    Map<String, String> added = of(in.tags());
    change(
        in.resourceARN(),
        call,
        before -> {
          Map<String, String> all = new LinkedHashMap<>(before);
          all.putAll(added);
          if (all.size() > MOST_TAGS) {
            throw new TooManyTagsException("A resource can have at most " + MOST_TAGS + " tags");
          }
          return all;
        });
    return new TagResourceResponse();
  }

  UntagResourceResponse untag(UntagResourceRequest in, Call call) {
    change(
        in.resourceARN(),
        call,
        before -> {
          Map<String, String> rest = new LinkedHashMap<>(before);
          in.tagKeys().forEach(rest::remove);
          return rest;
        });
    return new UntagResourceResponse();
  }

  ListTagsForResourceResponse list(ListTagsForResourceRequest in, Call call) {
    String name = ruleName(in.resourceARN(), call);
    Map<String, String> tags =
        world
            .store()
            .read(
                reader ->
                    name == null
                        ? group(reader, in.resourceARN(), call).tags()
                        : rule(reader, name, in.resourceARN(), call).tags());
    List<Tag> told = new ArrayList<>();
    tags.forEach((key, value) -> told.add(new Tag().key(key).value(value)));
    Pages<Tag> page = Pages.of(told, in.nextToken(), PAGE);
    return new ListTagsForResourceResponse().tags(page.items()).nextToken(page.nextToken());
  }

  private void change(String arn, Call call, UnaryOperator<Map<String, String>> change) {
    String name = ruleName(arn, call);
    world
        .store()
        .write(
            transaction -> {
              if (name == null) {
                changeGroup(transaction, arn, call, change);
              } else {
                StoredRule rule = rule(transaction, name, arn, call);
                rules
                    .table()
                    .put(
                        transaction,
                        SamplingRules.owner(call).with(name),
                        rule.withTags(change.apply(rule.tags())));
              }
              return null;
            });
  }

  private void changeGroup(
      Transaction transaction, String arn, Call call, UnaryOperator<Map<String, String>> change) {
    Groups.StoredGroup group = group(transaction, arn, call);
    groups
        .table()
        .put(
            transaction,
            SamplingRules.owner(call).with(group.name()),
            group.withTags(change.apply(group.tags())));
  }

  /** The name of the rule that an ARN of this account is of; null if it is of something else. */
  private static String ruleName(String arn, Call call) {
    Arn parsed = Arn.parse(arn);
    if (parsed == null || !parsed.service().equals("xray")) {
      throw XRayErrors.invalid("Invalid ResourceARN: " + arn);
    }
    if (!parsed.account().equals(call.accountId())
        || !parsed.region().equals(call.region().name())) {
      throw missing(arn);
    }
    return parsed.resource().startsWith(RULE) ? parsed.resource().substring(RULE.length()) : null;
  }

  private StoredRule rule(Reader reader, String name, String arn, Call call) {
    StoredRule rule = rules.find(reader, name, call);
    if (rule == null) {
      throw missing(arn);
    }
    return rule;
  }

  private Groups.StoredGroup group(Reader reader, String arn, Call call) {
    Groups.StoredGroup group = groups.ofArn(reader, arn, call);
    if (group == null) {
      throw missing(arn);
    }
    return group;
  }

  private static RuntimeException missing(String arn) {
    return new ResourceNotFoundException("Resource does not exist: " + arn);
  }
}
