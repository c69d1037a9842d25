package io.nephele.services.logs.groups;

import io.nephele.api.logs.ListTagsForResourceRequest;
import io.nephele.api.logs.ListTagsForResourceResponse;
import io.nephele.api.logs.ListTagsLogGroupRequest;
import io.nephele.api.logs.ListTagsLogGroupResponse;
import io.nephele.api.logs.TagLogGroupRequest;
import io.nephele.api.logs.TagResourceRequest;
import io.nephele.api.logs.TooManyTagsException;
import io.nephele.api.logs.UntagLogGroupRequest;
import io.nephele.api.logs.UntagResourceRequest;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.model.Unit;
import io.nephele.services.logs.state.Group;
import io.nephele.services.logs.state.LogsErrors;
import io.nephele.services.logs.state.LogsWorld;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The tags of log groups, by the old operations and the new. */
public final class GroupTags {
  private final LogsWorld logs;
  private final TaggedResources others;

  /** The tags of a world's groups, and of what else has tags. */
  public GroupTags(LogsWorld logs, TaggedResources others) {
    this.logs = logs;
    this.others = others;
  }

  /** Refuses keys that are AWS's own. */
  static void check(Collection<String> keys) {
    for (String key : keys) {
      if (key.regionMatches(true, 0, "aws:", 0, 4)) {
        throw LogsErrors.invalid("Tag keys cannot begin with aws:.");
      }
    }
  }

  /** Answers TagLogGroup. */
  public Unit tagGroup(TagLogGroupRequest in, Call call) {
    add(in.logGroupName(), in.tags(), call);
    return LogsWorld.done(call);
  }

  /** Answers UntagLogGroup. */
  public Unit untagGroup(UntagLogGroupRequest in, Call call) {
    remove(in.logGroupName(), in.tags(), call);
    return LogsWorld.done(call);
  }

  /** Answers ListTagsLogGroup. */
  public ListTagsLogGroupResponse listOfGroup(ListTagsLogGroupRequest in, Call call) {
    return new ListTagsLogGroupResponse()
        .tags(logs.read(reader -> logs.require(reader, in.logGroupName(), call)).tags());
  }

  /** Answers TagResource. */
  public Unit tag(TagResourceRequest in, Call call) {
    if (others.has(in.resourceArn())) {
      check(in.tags().keySet());
      others.change(in.resourceArn(), tags -> merged(tags, in.tags()));
      return LogsWorld.done(call);
    }
    add(logs.read(reader -> named(reader, in.resourceArn(), call)).name(), in.tags(), call);
    return LogsWorld.done(call);
  }

  /** Answers UntagResource. */
  public Unit untag(UntagResourceRequest in, Call call) {
    if (others.has(in.resourceArn())) {
      others.change(in.resourceArn(), tags -> without(tags, in.tagKeys()));
      return LogsWorld.done(call);
    }
    remove(logs.read(reader -> named(reader, in.resourceArn(), call)).name(), in.tagKeys(), call);
    return LogsWorld.done(call);
  }

  /** Answers ListTagsForResource. */
  public ListTagsForResourceResponse list(ListTagsForResourceRequest in, Call call) {
    Map<String, String> tags =
        others.has(in.resourceArn())
            ? others.tags(in.resourceArn())
            : logs.read(reader -> named(reader, in.resourceArn(), call)).tags();
    return new ListTagsForResourceResponse().tags(tags);
  }

  private Group named(Reader reader, String arn, Call call) {
    Arn parsed = Arn.parse(arn);
    if (parsed == null || !parsed.service().equals("logs")) {
      throw LogsErrors.invalid("Invalid resource ARN: " + arn);
    }
    if (!parsed.account().equals(call.accountId())) {
      throw LogsErrors.noGroup();
    }
    return logs.identified(reader, arn, call);
  }

  private void add(String name, Map<String, String> more, Call call) {
    check(more.keySet());
    logs.change(name, call, (transaction, group) -> group.withTags(merged(group.tags(), more)));
  }

  private static Map<String, String> merged(Map<String, String> tags, Map<String, String> more) {
    Map<String, String> all = new HashMap<>(tags);
    all.putAll(more);
    if (all.size() > Groups.mostTags()) {
      throw new TooManyTagsException("A resource cannot have more than 50 tags.");
    }
    return all;
  }

  private void remove(String name, Collection<String> tagKeys, Call call) {
    logs.change(name, call, (transaction, group) -> group.withTags(without(group.tags(), tagKeys)));
  }

  private static Map<String, String> without(Map<String, String> tags, Collection<String> keys) {
    Map<String, String> left = new HashMap<>(tags);
    left.keySet().removeAll(keys);
    return left;
  }
}
