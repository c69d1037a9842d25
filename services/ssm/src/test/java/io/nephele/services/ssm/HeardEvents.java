package io.nephele.services.ssm;

import io.nephele.api.events.Events;
import io.nephele.api.events.PutEventsRequest;
import io.nephele.api.events.PutEventsRequestEntry;
import io.nephele.api.events.PutEventsResponse;
import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.access.ProtectedResources;
import io.nephele.core.access.ResourcePolicy;
import io.nephele.core.call.Bindings;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.policy.AttachedPolicy;
import io.nephele.policy.PolicyDocument;
import io.nephele.policy.PolicyKind;
import java.util.ArrayList;
import java.util.List;

/** The default event bus as far as these tests need it: it keeps what it is told. */
final class HeardEvents implements ServiceModule {
  private static final Table<Heard> HEARD = Table.of("events.heard", Heard.class);

  record Heard(String source, String detailType, String detail) {}

  @Override
  public String name() {
    return "events";
  }

  @Override
  public void bind(Bindings on, World world) {
    on.protect(new OpenBus());
    on.bind(
        Events.PutEvents,
        (PutEventsRequest in, Call call) -> {
          world
              .store()
              .write(
                  transaction -> {
                    for (PutEventsRequestEntry entry : in.entries()) {
                      HEARD.put(
                          transaction,
                          Key.EMPTY.with(next(transaction)),
                          new Heard(entry.source(), entry.detailType(), entry.detail()));
                    }
                    return null;
                  });
          return new PutEventsResponse().failedEntryCount(0);
        });
  }

  /** What has been told so far, in order. */
  static List<Heard> of(World world) {
    return world
        .store()
        .read(
            reader -> {
              List<Heard> all = new ArrayList<>();
              HEARD.scan(reader, Key.EMPTY).forEachRemaining(row -> all.add(row.value()));
              return all;
            });
  }

  private static long next(Reader reader) {
    long rows = 0;
    for (Table.Rows<Heard> all = HEARD.scan(reader, Key.EMPTY); all.hasNext(); all.next()) {
      rows++;
    }
    return rows;
  }

  /** Lets services tell the bus. */
  private static final class OpenBus implements ProtectedResources {
    @Override
    public ResourcePolicy policy(String arn) {
      String policy =
          "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\","
              + "\"Action\":\"events:PutEvents\",\"Resource\":\"*\"}]}";
      return ResourcePolicy.of(
          "000000000000",
          new AttachedPolicy(PolicyDocument.parse(policy, PolicyKind.RESOURCE), arn));
    }
  }
}
