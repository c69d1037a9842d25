package io.nephele.services.sns;

import static io.nephele.services.sns.TestTopics.map;
import static io.nephele.services.sns.TestTopics.publish;
import static io.nephele.services.sns.TestTopics.subscribe;
import static io.nephele.services.sns.TestTopics.topic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.json.JsonText;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.EndpointDisabledException;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.VerificationException;

/** Messages to people and devices, which users read under /_nephele. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class InboxesTest {
  @Inject SnsClient sns;
  @Inject URI endpoint;

  private List<Map<?, ?>> messages(String path) throws Exception {
    Map<?, ?> json = (Map<?, ?>) JsonText.parse(send("GET", "/_nephele/" + path).body());
    @SuppressWarnings("unchecked") // what the endpoint writes
    List<Map<?, ?>> list = (List<Map<?, ?>>) json.get("messages");
    return list;
  }

  private HttpResponse<String> send(String method, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(endpoint.resolve(path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @Test
  @Fact("sns-006")
  void mailIsSentOnceItIsConfirmed() throws Exception {
    String topic = topic(sns, "letters", "DisplayName", "Letters");
    subscribe(sns, topic, "email", "me@example.com");
    subscribe(sns, topic, "email-json", "machine@example.com");
    publish(sns, topic, "too early");
    List<Map<?, ?>> mails = messages("mail");
    assertThat(mails).hasSize(2);
    for (Map<?, ?> mail : mails) {
      assertThat(mail.get("subject")).isEqualTo("AWS Notification - Subscription Confirmation");
      String link = (String) mail.get("link");
      assertThat(send("GET", link.substring(link.indexOf("/?"))).statusCode()).isEqualTo(200);
    }
    send("DELETE", "/_nephele/mail");
    sns.publish(r -> r.topicArn(topic).subject("News").message("hello"));
    Map<?, ?> plain = messages("mail?to=me@example.com").getFirst();
    assertThat(plain.get("from")).isEqualTo("Letters <no-reply@sns.amazonaws.com>");
    assertThat(plain.get("subject")).isEqualTo("News");
    assertThat((String) plain.get("body")).startsWith("hello\n\n--\n");
    Map<?, ?> json = messages("mail?to=machine@example.com").getFirst();
    assertThat(((Map<?, ?>) JsonText.parse((String) json.get("body"))).get("Message"))
        .isEqualTo("hello");
    assertThat(send("GET", "/_nephele/mail?format=text").body())
        .contains("to: me@example.com\nsubject: News\n");
  }

  @Test
  @Fact({"sns-007", "sns-012"})
  void textMessagesGoToTelephonesThatWantThem() throws Exception {
    String id = sns.publish(r -> r.phoneNumber("+15550100").message("hi")).messageId();
    String topic = topic(sns, "texts");
    subscribe(sns, topic, "sms", "+15550111");
    publish(sns, topic, "to all");
    assertThat(messages("sms?to=%2B15550100"))
        .singleElement()
        .satisfies(
            sms -> {
              assertThat(sms.get("messageId")).isEqualTo(id);
              assertThat(sms.get("text")).isEqualTo("hi");
              assertThat(sms.get("type")).isEqualTo("Promotional");
            });
    assertThat(messages("sms?to=%2B15550111")).hasSize(1);
    assertThatThrownBy(() -> sns.publish(r -> r.phoneNumber("abc").message("hi")))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining(
            "Invalid parameter: PhoneNumber Reason: abc is not valid to publish to");

    assertThat(send("POST", "/_nephele/sms?from=%2B15550111&text=STOP").statusCode())
        .isEqualTo(204);
    assertThat(sns.listPhoneNumbersOptedOut(r -> {}).phoneNumbers()).containsExactly("+15550111");
    publish(sns, topic, "unwanted");
    assertThat(messages("sms?to=%2B15550111")).hasSize(1);
    sns.optInPhoneNumber(r -> r.phoneNumber("+15550111"));
    assertThat(sns.checkIfPhoneNumberIsOptedOut(r -> r.phoneNumber("+15550111")).isOptedOut())
        .isFalse();
    publish(sns, topic, "wanted");
    assertThat(messages("sms?to=%2B15550111")).hasSize(2);
  }

  @Test
  void attributesAndSandboxNumbersAreKept() throws Exception {
    sns.setSMSAttributes(r -> r.attributes(map("DefaultSMSType", "Transactional")));
    assertThat(sns.getSMSAttributes(r -> {}).attributes())
        .containsEntry("DefaultSMSType", "Transactional");
    sns.createSMSSandboxPhoneNumber(r -> r.phoneNumber("+15550122"));
    String text = (String) messages("sms?to=%2B15550122").getFirst().get("text");
    String password = text.substring(text.length() - 6);
    assertThatThrownBy(
            () ->
                sns.verifySMSSandboxPhoneNumber(
                    r ->
                        r.phoneNumber("+15550122")
                            .oneTimePassword(password.equals("000000") ? "000001" : "000000")))
        .isInstanceOf(VerificationException.class);
    sns.verifySMSSandboxPhoneNumber(r -> r.phoneNumber("+15550122").oneTimePassword(password));
    assertThat(sns.listSMSSandboxPhoneNumbers(r -> {}).phoneNumbers())
        .singleElement()
        .satisfies(number -> assertThat(number.statusAsString()).isEqualTo("Verified"));
    sns.deleteSMSSandboxPhoneNumber(r -> r.phoneNumber("+15550122"));
    assertThat(sns.listSMSSandboxPhoneNumbers(r -> {}).phoneNumbers()).isEmpty();
  }

  @Test
  @Fact("sns-008")
  void devicesGetMessagesUntilTheyAreDisabled() throws Exception {
    String application =
        sns.createPlatformApplication(
                r -> r.name("app").platform("GCM").attributes(map("PlatformCredential", "secret")))
            .platformApplicationArn();
    assertThat(application).isEqualTo("arn:aws:sns:us-east-1:000000000000:app/GCM/app");
    String device =
        sns.createPlatformEndpoint(r -> r.platformApplicationArn(application).token("token-1"))
            .endpointArn();
    assertThat(
            sns.createPlatformEndpoint(r -> r.platformApplicationArn(application).token("token-1"))
                .endpointArn())
        .isEqualTo(device);
    assertThatThrownBy(
            () ->
                sns.createPlatformEndpoint(
                    r ->
                        r.platformApplicationArn(application)
                            .token("token-1")
                            .customUserData("other")))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("already exists with the same Token, but different attributes.");
    sns.publish(
        r ->
            r.targetArn(device)
                .messageStructure("json")
                .message("{\"default\":\"any\",\"GCM\":\"{\\\"data\\\":1}\"}"));
    String topic = topic(sns, "devices");
    subscribe(sns, topic, "application", device);
    publish(sns, topic, "to all");
    assertThat(messages("push?to=token-1"))
        .extracting(push -> (String) push.get("payload"))
        .containsExactlyInAnyOrder("{\"data\":1}", "to all");

    sns.setEndpointAttributes(r -> r.endpointArn(device).attributes(map("Enabled", "false")));
    assertThatThrownBy(() -> sns.publish(r -> r.targetArn(device).message("x")))
        .isInstanceOf(EndpointDisabledException.class)
        .hasMessageContaining("Endpoint is disabled");
    publish(sns, topic, "to nobody");
    assertThat(messages("push")).hasSize(2);
    sns.deleteEndpoint(r -> r.endpointArn(device));
    assertThat(
            sns.listEndpointsByPlatformApplication(r -> r.platformApplicationArn(application))
                .endpoints())
        .isEmpty();
    sns.deletePlatformApplication(r -> r.platformApplicationArn(application));
    assertThat(sns.listPlatformApplications(r -> {}).platformApplications()).isEmpty();
  }
}
