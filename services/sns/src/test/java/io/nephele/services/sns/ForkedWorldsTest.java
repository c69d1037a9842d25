package io.nephele.services.sns;

import static io.nephele.services.sns.TestTopics.publish;
import static io.nephele.services.sns.TestTopics.subscribe;
import static io.nephele.services.sns.TestTopics.topic;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.json.JsonText;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.sns.SnsClient;

/** Links in messages of worlds that were forked lead back to them. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class ForkedWorldsTest {
  @Inject Nephele nephele;
  @Inject SnsClient sns;

  @Test
  void linksLeadToTheirWorld() throws Exception {
    String topic = topic(sns, "letters");
    nephele.worlds().fork("default", "trial");
    SnsClient fork =
        Clients.create(
            SnsClient.class,
            nephele,
            "us-east-1",
            AwsBasicCredentials.create("trial.000000000000", "x"));
    subscribe(fork, topic, "email", "me@example.com");
    assertThat(sns.listSubscriptions().subscriptions()).isEmpty();
    get((String) mails("trial").getFirst().get("link"), null);
    assertThat(fork.listSubscriptions().subscriptions())
        .singleElement()
        .satisfies(s -> assertThat(s.subscriptionArn()).startsWith(topic + ":"));
    publish(fork, topic, "hello");
    assertThat(mails("trial")).hasSize(2);
    assertThat(mails("default")).isEmpty();
  }

  private List<Map<?, ?>> mails(String world) throws Exception {
    Map<?, ?> json = (Map<?, ?>) JsonText.parse(get(nephele.endpoint() + "/_nephele/mail", world));
    @SuppressWarnings("unchecked") // what the endpoint writes
    List<Map<?, ?>> list = (List<Map<?, ?>>) json.get("messages");
    return list;
  }

  private static String get(String url, String world) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
    if (world != null) {
      request.header("X-Nephele-World", world);
    }
    return HttpClient.newHttpClient()
        .send(request.build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
