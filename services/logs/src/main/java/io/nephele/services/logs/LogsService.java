package io.nephele.services.logs;

import io.nephele.api.logs.Logs;
import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;
import io.nephele.services.logs.events.EventTable;
import io.nephele.services.logs.events.EventTaker;
import io.nephele.services.logs.events.Filtering;
import io.nephele.services.logs.events.GroupKeys;
import io.nephele.services.logs.events.GroupScan;
import io.nephele.services.logs.events.Masking;
import io.nephele.services.logs.events.Putting;
import io.nephele.services.logs.events.Reading;
import io.nephele.services.logs.groups.GroupListing;
import io.nephele.services.logs.groups.GroupTags;
import io.nephele.services.logs.groups.Groups;
import io.nephele.services.logs.groups.Retention;
import io.nephele.services.logs.groups.Streams;
import io.nephele.services.logs.groups.TaggedResources;
import io.nephele.services.logs.state.LogsWorld;
import java.util.List;

/** Amazon CloudWatch Logs: groups of streams of events, kept, searched and passed on. */
public final class LogsService implements ServiceModule {
  @Override
  public String name() {
    return "logs";
  }

  @Override
  public void bind(Bindings on, World world) {
    LogsWorld logs = new LogsWorld(world);
    EventTable table = new EventTable();
    GroupKeys keys = new GroupKeys(logs);
    Retention retention = new Retention(logs, table);
    world.timers().on(Retention.TIMER, retention::onTimer);
    Groups groups = new Groups(logs, table, keys, retention);
    bindGroups(on, logs, groups, TaggedResources.NONE);
    bindStreams(on, new Streams(logs, table));
    bindEvents(on, logs, table, keys, Masking.NONE, List.of());
  }

  private static void bindGroups(
      Bindings on, LogsWorld logs, Groups groups, TaggedResources tagged) {
    on.bind(Logs.CreateLogGroup, groups::create);
    on.bind(Logs.DeleteLogGroup, groups::delete);
    on.bind(Logs.PutRetentionPolicy, groups::putRetention);
    on.bind(Logs.DeleteRetentionPolicy, groups::deleteRetention);
    on.bind(Logs.AssociateKmsKey, groups::associateKey);
    on.bind(Logs.DisassociateKmsKey, groups::disassociateKey);
    on.bind(Logs.PutLogGroupDeletionProtection, groups::protect);
    GroupListing listing = new GroupListing(logs);
    on.bind(Logs.DescribeLogGroups, listing::describe);
    on.bind(Logs.ListLogGroups, listing::list);
    GroupTags tags = new GroupTags(logs, tagged);
    on.bind(Logs.TagLogGroup, tags::tagGroup);
    on.bind(Logs.UntagLogGroup, tags::untagGroup);
    on.bind(Logs.ListTagsLogGroup, tags::listOfGroup);
    on.bind(Logs.TagResource, tags::tag);
    on.bind(Logs.UntagResource, tags::untag);
    on.bind(Logs.ListTagsForResource, tags::list);
  }

  private static void bindStreams(Bindings on, Streams streams) {
    on.bind(Logs.CreateLogStream, streams::create);
    on.bind(Logs.DeleteLogStream, streams::delete);
    on.bind(Logs.DescribeLogStreams, streams::describe);
  }

  private static void bindEvents(
      Bindings on,
      LogsWorld logs,
      EventTable table,
      GroupKeys keys,
      Masking masking,
      List<EventTaker> takers) {
    on.bind(Logs.PutLogEvents, new Putting(logs, table, keys, takers)::put);
    on.bind(Logs.GetLogEvents, new Reading(logs, table, keys, masking)::get);
    GroupScan scan = new GroupScan(logs, table, keys);
    on.bind(Logs.FilterLogEvents, new Filtering(logs, scan, masking)::filter);
  }
}
