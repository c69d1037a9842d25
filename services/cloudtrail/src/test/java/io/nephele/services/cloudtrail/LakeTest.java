package io.nephele.services.cloudtrail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.CreateEventDataStoreRequest;
import software.amazon.awssdk.services.cloudtrail.model.EventDataStoreNotFoundException;
import software.amazon.awssdk.services.cloudtrail.model.EventDataStoreStatus;
import software.amazon.awssdk.services.cloudtrail.model.EventDataStoreTerminationProtectedException;
import software.amazon.awssdk.services.cloudtrail.model.GetQueryResultsResponse;
import software.amazon.awssdk.services.cloudtrail.model.InactiveEventDataStoreException;
import software.amazon.awssdk.services.cloudtrail.model.InactiveQueryException;
import software.amazon.awssdk.services.cloudtrail.model.InvalidQueryStatementException;
import software.amazon.awssdk.services.cloudtrail.model.QueryStatus;
import software.amazon.awssdk.services.cloudtrail.model.Tag;
import software.amazon.awssdk.services.sqs.SqsClient;

/** CloudTrail Lake: event data stores and queries of them. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
@SuppressWarnings("unchecked") // the SDK's own methods take arrays of lambdas
final class LakeTest {
  @Inject CloudTrailClient trail;
  @Inject SqsClient sqs;
  @Inject VirtualClock clock;

  private String store(CreateEventDataStoreRequest.Builder request) {
    return trail.createEventDataStore(request.build()).eventDataStoreArn();
  }

  private static String id(String arn) {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  private GetQueryResultsResponse run(String sql) {
    String id = trail.startQuery(q -> q.queryStatement(sql)).queryId();
    clock.advance(Duration.ofSeconds(1));
    return trail.getQueryResults(r -> r.queryId(id));
  }

  /** Rows as {@code name=value}. */
  private List<String> rows(String sql) {
    GetQueryResultsResponse found = run(sql);
    assertThat(found.errorMessage()).as(sql).isNull();
    assertThat(found.queryStatus()).isEqualTo(QueryStatus.FINISHED);
    List<String> rows = new ArrayList<>();
    found
        .queryResultRows()
        .forEach(
            row -> {
              List<String> cells = new ArrayList<>();
              row.forEach(column -> column.forEach((name, value) -> cells.add(name + "=" + value)));
              rows.add(String.join(" ", cells));
            });
    return rows;
  }

  @Test
  @Fact("cloudtrail-045")
  void eventsAreKeptAndQueried() {
    String arn = store(CreateEventDataStoreRequest.builder().name("all"));
    String url = sqs.createQueue(q -> q.queueName("lake")).queueUrl();
    clock.advance(Duration.ofMinutes(1));
    sqs.setQueueAttributes(
        q -> q.queueUrl(url).attributesWithStrings(java.util.Map.of("DelaySeconds", "3")));
    sqs.listQueues();
    sqs.deleteQueue(q -> q.queueUrl(url));

    assertThat(
            rows(
                "SELECT eventName, readOnly, userIdentity.type AS type FROM "
                    + id(arn)
                    + " WHERE eventSource = 'sqs.amazonaws.com' AND eventTime > '2026-01-01"
                    + " 00:00:30' ORDER BY eventName"))
        .containsExactly(
            "eventName=DeleteQueue readOnly=false type=Root",
            "eventName=ListQueues readOnly=true type=Root",
            "eventName=SetQueueAttributes readOnly=false type=Root");
    assertThat(
            rows(
                "SELECT requestParameters['queueName'] AS queue, eventTime, tlsDetails FROM "
                    + id(arn)
                    + " WHERE eventName = 'CreateQueue'"))
        .singleElement()
        .asString()
        .startsWith("queue=lake eventTime=2026-01-01 00:00:00.000 tlsDetails={tlsVersion=null");
    assertThat(
            rows(
                "SELECT count(*) AS n FROM "
                    + id(arn)
                    + " GROUP BY eventSource HAVING eventSource LIKE 'sqs%'"))
        .containsExactly("n=4");
    assertThat(trail.listQueries(l -> l.eventDataStore(arn)).queries()).hasSize(3);
  }

  @Test
  void queriesReachNothingButEvents() {
    String id = id(store(CreateEventDataStoreRequest.builder().name("safe")));
    assertThat(run("SELECT * FROM read_text('/etc/hostname'), " + id).queryStatus())
        .isEqualTo(QueryStatus.FAILED);
    assertThat(run("SELECT nosuchcolumn FROM " + id).errorMessage()).contains("nosuchcolumn");
    assertThat(run("SELECT 1 FROM " + id + "; SET enable_external_access = true").queryStatus())
        .isEqualTo(QueryStatus.FAILED);
    assertThatThrownBy(() -> run("DELETE FROM " + id))
        .isInstanceOf(InvalidQueryStatementException.class);
    assertThatThrownBy(() -> run("SELECT 1")).isInstanceOf(InvalidQueryStatementException.class);
    assertThatThrownBy(() -> run("SELECT 1 FROM 11111111-2222-3333-4444-555555555555"))
        .isInstanceOf(EventDataStoreNotFoundException.class);
  }

  @Test
  void storesTakeWhatTheirSelectorsSay() {
    String arn =
        store(
            CreateEventDataStoreRequest.builder()
                .name("writes")
                .tagsList(Tag.builder().key("a").value("b").build())
                .advancedEventSelectors(
                    s ->
                        s.fieldSelectors(
                            f -> f.field("eventCategory").equalsValue("Management"),
                            f -> f.field("readOnly").equalsValue("false"))));
    sqs.listQueues();
    sqs.createQueue(q -> q.queueName("one"));
    trail.stopEventDataStoreIngestion(s -> s.eventDataStore(arn));
    sqs.createQueue(q -> q.queueName("two"));
    trail.startEventDataStoreIngestion(s -> s.eventDataStore(arn));
    sqs.createQueue(q -> q.queueName("three"));

    assertThat(
            rows(
                "SELECT requestParameters['queueName'] AS q FROM "
                    + id(arn)
                    + " WHERE eventSource = 'sqs.amazonaws.com' ORDER BY q"))
        .containsExactly("q=one", "q=three");
    assertThat(trail.listTags(l -> l.resourceIdList(arn)).resourceTagList().getFirst().tagsList())
        .extracting(Tag::value)
        .containsExactly("b");
  }

  @Test
  void storesAreDeletedAfterAWeek() {
    String arn = store(CreateEventDataStoreRequest.builder().name("gone"));
    assertThatThrownBy(() -> trail.deleteEventDataStore(d -> d.eventDataStore(arn)))
        .isInstanceOf(EventDataStoreTerminationProtectedException.class);
    trail.updateEventDataStore(u -> u.eventDataStore(arn).terminationProtectionEnabled(false));
    trail.deleteEventDataStore(d -> d.eventDataStore(arn));
    assertThat(trail.getEventDataStore(g -> g.eventDataStore(arn)).status())
        .isEqualTo(EventDataStoreStatus.PENDING_DELETION);
    assertThatThrownBy(() -> run("SELECT 1 FROM " + id(arn)))
        .isInstanceOf(InactiveEventDataStoreException.class);
    trail.restoreEventDataStore(r -> r.eventDataStore(arn));
    String query =
        trail.startQuery(q -> q.queryStatement("SELECT 1 AS one FROM " + id(arn))).queryId();
    clock.advance(Duration.ofSeconds(1));
    assertThatThrownBy(() -> trail.cancelQuery(c -> c.queryId(query)))
        .isInstanceOf(InactiveQueryException.class);
    trail.deleteEventDataStore(d -> d.eventDataStore(arn));

    clock.advance(Duration.ofDays(8));

    assertThatThrownBy(() -> trail.getEventDataStore(g -> g.eventDataStore(arn)))
        .isInstanceOf(EventDataStoreNotFoundException.class);
    assertThat(trail.listEventDataStores(l -> {}).eventDataStores()).isEmpty();
  }
}
