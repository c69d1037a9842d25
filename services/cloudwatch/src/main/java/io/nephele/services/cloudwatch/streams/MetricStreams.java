package io.nephele.services.cloudwatch.streams;

import io.nephele.api.cloudwatch.Cloudwatch;
import io.nephele.api.cloudwatch.DeleteMetricStreamInput;
import io.nephele.api.cloudwatch.DeleteMetricStreamOutput;
import io.nephele.api.cloudwatch.GetMetricStreamInput;
import io.nephele.api.cloudwatch.GetMetricStreamOutput;
import io.nephele.api.cloudwatch.ListMetricStreamsInput;
import io.nephele.api.cloudwatch.ListMetricStreamsOutput;
import io.nephele.api.cloudwatch.MetricStreamEntry;
import io.nephele.api.cloudwatch.MetricStreamFilter;
import io.nephele.api.cloudwatch.MetricStreamStatisticsConfiguration;
import io.nephele.api.cloudwatch.PutMetricStreamInput;
import io.nephele.api.cloudwatch.PutMetricStreamOutput;
import io.nephele.api.cloudwatch.ResourceNotFoundException;
import io.nephele.api.cloudwatch.StartMetricStreamsInput;
import io.nephele.api.cloudwatch.StartMetricStreamsOutput;
import io.nephele.api.cloudwatch.StopMetricStreamsInput;
import io.nephele.api.cloudwatch.StopMetricStreamsOutput;
import io.nephele.core.World;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Bindings;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.Transaction;
import io.nephele.services.cloudwatch.CloudWatchErrors;
import io.nephele.services.cloudwatch.PageTokens;
import io.nephele.services.cloudwatch.metrics.Statistic;
import io.nephele.services.cloudwatch.metrics.Statistics;
import io.nephele.services.cloudwatch.resources.NamedResource;
import io.nephele.services.cloudwatch.resources.NamedResources;
import io.nephele.services.cloudwatch.resources.ResourceTags;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The operations on metric streams. */
public final class MetricStreams {
  static final String RUNNING = "running";
  static final String STOPPED = "stopped";

  private static final int PAGE = 100;
  private static final int MOST_FILTERS = 1000;
  private static final int MOST_CONFIGURATIONS = 100;
  private static final int MOST_STATISTICS = 20;

  private final World world;
  private final NamedResources streams;

  private MetricStreams(World world, NamedResources streams) {
    this.world = world;
    this.streams = streams;
  }

  /** Where streams are kept. */
  public static NamedResources resources(World world) {
    return new NamedResources(world, "cloudwatch.metricStreams", "metric-stream/");
  }

  /** Binds them, and what sends the data. */
  public static void bind(Bindings on, World world, NamedResources resources) {
    MetricStreams streams = new MetricStreams(world, resources);
    on.bind(Cloudwatch.PutMetricStream, streams::put);
    on.bind(Cloudwatch.GetMetricStream, streams::get);
    on.bind(Cloudwatch.ListMetricStreams, streams::list);
    on.bind(Cloudwatch.StartMetricStreams, streams::start);
    on.bind(Cloudwatch.StopMetricStreams, streams::stop);
    on.bind(Cloudwatch.DeleteMetricStream, streams::delete);
    StreamDelivery delivery = new StreamDelivery(world, resources);
    world.timers().on(StreamDelivery.CHANGES, delivery::gather);
    world.timers().onWork(StreamDelivery.BATCH, delivery::deliver);
  }

  static PutMetricStreamInput definition(NamedResource stream) {
    return new PutMetricStreamInput(stream.definition(Cloudwatch.PutMetricStream.model().input()));
  }

  private PutMetricStreamOutput put(PutMetricStreamInput in, Call call) {
    check(in);
    Map<String, String> tags = ResourceTags.read(in.tags());
    NamedResource stream =
        world
            .store()
            .write(
                transaction -> {
                  NamedResource defined =
                      streams.define(transaction, in.name(), in.struct(), RUNNING, tags, call);
                  follow(transaction, call);
                  return defined;
                });
    return new PutMetricStreamOutput().arn(streams.arn(stream));
  }

  private static void check(PutMetricStreamInput in) {
    boolean include = in.includeFilters() != null && !in.includeFilters().isEmpty();
    boolean exclude = in.excludeFilters() != null && !in.excludeFilters().isEmpty();
    if (include && exclude) {
      throw CloudWatchErrors.combination(
          "IncludeFilters and ExcludeFilters cannot be specified together.");
    }
    check(in.includeFilters(), "IncludeFilters");
    check(in.excludeFilters(), "ExcludeFilters");
    Arn firehose = Arn.parse(in.firehoseArn());
    if (firehose == null
        || !firehose.service().equals("firehose")
        || !firehose.resource().startsWith("deliverystream/")) {
      throw CloudWatchErrors.invalidValue(in.firehoseArn(), "FirehoseArn");
    }
    Arn role = Arn.parse(in.roleArn());
    if (role == null || !role.service().equals("iam") || !role.resource().startsWith("role/")) {
      throw CloudWatchErrors.invalidValue(in.roleArn(), "RoleArn");
    }
    if (Boolean.TRUE.equals(in.includeLinkedAccountsMetrics())) {
      throw CloudWatchErrors.notThere("Cross-account observability (linked accounts)");
    }
    checkStatistics(in);
  }

  private static void check(List<MetricStreamFilter> filters, String where) {
    if (filters == null) {
      return;
    }
    if (filters.size() > MOST_FILTERS) {
      throw CloudWatchErrors.invalid(
          "The collection " + where + " must not have a size greater than " + MOST_FILTERS + ".");
    }
    for (int i = 0; i < filters.size(); i++) {
      if (filters.get(i).namespace() == null) {
        throw CloudWatchErrors.missing(
            "The parameter " + where + ".member." + (i + 1) + ".Namespace is required.");
      }
    }
  }

  private static void checkStatistics(PutMetricStreamInput in) {
    List<MetricStreamStatisticsConfiguration> all = in.statisticsConfigurations();
    if (all == null) {
      return;
    }
    if (all.size() > MOST_CONFIGURATIONS) {
      throw CloudWatchErrors.invalid(
          "The collection StatisticsConfigurations must not have a size greater than "
              + MOST_CONFIGURATIONS
              + ".");
    }
    boolean json = in.outputFormat().equals("json");
    for (MetricStreamStatisticsConfiguration each : all) {
      if (each.additionalStatistics().size() > MOST_STATISTICS) {
        throw CloudWatchErrors.invalid(
            "The collection AdditionalStatistics must not have a size greater than "
                + MOST_STATISTICS
                + ".");
      }
      for (String name : each.additionalStatistics()) {
        Statistic statistic = Statistics.find(name);
        if (statistic == null
            || !statistic.isExtended()
            || !json && !(statistic instanceof Statistic.Percentile)) {
          throw CloudWatchErrors.invalidValue(name, "AdditionalStatistics");
        }
      }
    }
  }

  /** Has changes of metrics noted while a stream runs. */
  private void follow(Transaction transaction, Call call) {
    String region = call.region().name();
    boolean runs = false;
    for (NamedResource stream : streams.all(transaction, call.accountId(), region)) {
      runs |= stream.state().equals(RUNNING);
    }
    if (runs) {
      world.metrics().follow(transaction, call.accountId(), region, StreamDelivery.CHANGES);
    } else {
      world.metrics().unfollow(transaction, call.accountId(), region);
    }
  }

  private GetMetricStreamOutput get(GetMetricStreamInput in, Call call) {
    NamedResource stream = streams.find(in.name(), call);
    if (stream == null) {
      throw new ResourceNotFoundException("The metric stream " + in.name() + " does not exist.");
    }
    PutMetricStreamInput definition = definition(stream);
    return new GetMetricStreamOutput()
        .arn(streams.arn(stream))
        .name(stream.name())
        .includeFilters(definition.includeFilters())
        .excludeFilters(definition.excludeFilters())
        .firehoseArn(definition.firehoseArn())
        .roleArn(definition.roleArn())
        .state(stream.state())
        .creationDate(Instant.ofEpochMilli(stream.created()))
        .lastUpdateDate(Instant.ofEpochMilli(stream.updated()))
        .outputFormat(definition.outputFormat())
        .statisticsConfigurations(definition.statisticsConfigurations())
        .includeLinkedAccountsMetrics(false);
  }

  private ListMetricStreamsOutput list(ListMetricStreamsInput in, Call call) {
    int most = in.maxResults() == null ? PAGE : in.maxResults();
    Key after = PageTokens.read(in.nextToken());
    List<MetricStreamEntry> page = new ArrayList<>();
    String token = null;
    for (NamedResource stream : streams.all(call)) {
      if (after != null && Key.of(stream.name()).compareTo(after) <= 0) {
        continue;
      }
      if (page.size() == most) {
        token = PageTokens.write(Key.of(page.getLast().name()));
        break;
      }
      PutMetricStreamInput definition = definition(stream);
      page.add(
          new MetricStreamEntry()
              .arn(streams.arn(stream))
              .name(stream.name())
              .firehoseArn(definition.firehoseArn())
              .outputFormat(definition.outputFormat())
              .state(stream.state())
              .creationDate(Instant.ofEpochMilli(stream.created()))
              .lastUpdateDate(Instant.ofEpochMilli(stream.updated())));
    }
    return new ListMetricStreamsOutput().entries(page).nextToken(token);
  }

  private StartMetricStreamsOutput start(StartMetricStreamsInput in, Call call) {
    change(in.names(), RUNNING, call);
    return new StartMetricStreamsOutput();
  }

  private StopMetricStreamsOutput stop(StopMetricStreamsInput in, Call call) {
    change(in.names(), STOPPED, call);
    return new StopMetricStreamsOutput();
  }

  private void change(List<String> names, String state, Call call) {
    world
        .store()
        .write(
            transaction -> {
              for (String name : names) {
                NamedResource stream = streams.find(transaction, name, call);
                if (stream == null) {
                  throw CloudWatchErrors.invalid("The metric stream " + name + " does not exist.");
                }
                if (!stream.state().equals(state)) {
                  streams.put(transaction, stream.withState(state, call.time().toEpochMilli()));
                }
              }
              follow(transaction, call);
              return null;
            });
  }

  private DeleteMetricStreamOutput delete(DeleteMetricStreamInput in, Call call) {
    world
        .store()
        .write(
            transaction -> {
              NamedResource stream = streams.find(transaction, in.name(), call);
              if (stream != null) {
                streams.delete(transaction, stream);
                follow(transaction, call);
              }
              return null;
            });
    return new DeleteMetricStreamOutput();
  }
}
