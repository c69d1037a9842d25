package io.nephele.wire.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.model.AwsException;
import io.nephele.model.Models;
import io.nephele.model.Operation;
import io.nephele.model.Service;
import io.nephele.model.Struct;
import io.nephele.wire.Requests;
import io.nephele.wire.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestXmlProtocolTest {
  private final RestXmlProtocol protocol = new RestXmlProtocol();
  private final Service s3 = Models.bundled().service("s3");

  private Struct decode(String operation, String target, String xml) {
    return protocol.decode(
        s3.operation(operation),
        Requests.of(
            s3.operation(operation).http().method(), target, xml.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void readsFlattenedListsAndIgnoresWhatTheModelDoesNotKnow() {
    Struct input =
        decode(
            "DeleteObjects",
            "/b?delete",
            "<?xml version=\"1.0\"?><!-- c --><Delete xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
                + "<Object><Key>a&amp;&#xE9;<![CDATA[<]]></Key><New><Key>x</Key></New></Object>"
                + " <Object><Key> b </Key><VersionId/></Object><Quiet>true</Quiet></Delete>");
    Struct delete = (Struct) input.get("Delete");
    List<?> objects = (List<?>) delete.get("Objects");
    assertThat(objects).hasSize(2);
    assertThat(((Struct) objects.get(0)).get("Key")).isEqualTo("a&é<");
    assertThat(((Struct) objects.get(1)).get("Key")).isEqualTo(" b ");
    assertThat(((Struct) objects.get(1)).get("VersionId")).isEqualTo("");
    assertThat(delete.get("Quiet")).isEqualTo(true);
  }

  @Test
  void readsAndWritesAttributes() {
    Struct input =
        decode(
            "PutBucketAcl",
            "/b?acl",
            "<AccessControlPolicy><AccessControlList><Grant><Grantee"
                + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
                + " xsi:type=\"CanonicalUser\"><ID>i</ID></Grantee>"
                + "<Permission>READ</Permission></Grant></AccessControlList></AccessControlPolicy>");
    Struct policy = (Struct) input.get("AccessControlPolicy");
    List<?> grants = (List<?>) policy.get("Grants");
    Struct grantee = (Struct) ((Struct) grants.getFirst()).get("Grantee");
    assertThat(grantee.get("Type")).isEqualTo("CanonicalUser");
    Operation get = s3.operation("GetBucketAcl");
    Struct output = new Struct(get.output()).set("Grants", grants);
    assertThat(Requests.text(protocol.encode(get, output, "i")))
        .contains("<AccessControlPolicy xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">")
        .contains(
            "<Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
                + " xsi:type=\"CanonicalUser\"><ID>i</ID></Grantee>");
  }

  @Test
  void writesUnwrappedOutputAndS3sHeaders() {
    Operation location = s3.operation("GetBucketLocation");
    HttpResponse response =
        protocol.encode(
            location, new Struct(location.output()).set("LocationConstraint", "eu-west-1"), "R1");
    assertThat(Requests.text(response))
        .endsWith(
            "<LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">eu-west-1"
                + "</LocationConstraint>");
    assertThat(response.headers().first("x-amz-request-id")).isEqualTo("R1");
    assertThat(response.headers().first("x-amz-id-2")).hasSize(76);
  }

  @Test
  void writesListsWithMilliseconds() {
    Operation list = s3.operation("ListBuckets");
    Struct bucket =
        new Struct(s3.shape("Bucket"))
            .set("Name", "b")
            .set("CreationDate", Instant.parse("2026-11-21T10:00:00Z"));
    assertThat(
            Requests.text(
                protocol.encode(
                    list, new Struct(list.output()).set("Buckets", List.of(bucket)), "i")))
        .contains("<ListAllMyBucketsResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">")
        .contains("<Buckets><Bucket><Name>b</Name>")
        .contains("<CreationDate>2026-11-21T10:00:00.000Z</CreationDate>");
  }

  @Test
  void writesErrorsWithoutWrappingForS3AndWithElsewhere() {
    AwsException error = AwsException.client("NoSuchKey", 404, "The specified key does not exist.");
    HttpResponse response = protocol.encodeError(s3, s3.operation("GetObject"), error, "R1");
    assertThat(response.status()).isEqualTo(404);
    assertThat(Requests.text(response))
        .contains(
            "<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message>"
                + "<RequestId>R1</RequestId><HostId>");
    assertThat(protocol.encodeError(s3, s3.operation("HeadObject"), error, "R1").body().length())
        .isZero();
    Service route53 = Models.bundled().service("route53");
    assertThat(Requests.text(protocol.encodeError(route53, null, error, "R1")))
        .contains("<ErrorResponse xmlns=\"https://route53.amazonaws.com/doc/2013-04-01/\"><Error>")
        .contains("<Type>Sender</Type><Code>NoSuchKey</Code>")
        .endsWith("</Error><RequestId>R1</RequestId></ErrorResponse>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<",
        "text",
        "<Delete>",
        "<Delete></Delte>",
        "<Other/>",
        "<Delete><Quiet>maybe</Quiet></Delete>",
        "<Delete><Quiet><a/></Quiet></Delete>",
        "<Delete/><Delete/>",
        "<!DOCTYPE a [<!ENTITY x \"y\">]><Delete><Object><Key>&x;</Key></Object></Delete>",
        "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><Delete/>",
        "<Delete><Object><Key>&x;</Key></Object></Delete>",
        "<Delete><Object><Key>&#0;</Key></Object></Delete>",
      })
  void refusesWhatIsNotTheDocument(String xml) {
    assertThatThrownBy(() -> decode("DeleteObjects", "/b?delete", xml))
        .isInstanceOfSatisfying(
            AwsException.class,
            e -> {
              assertThat(e.code()).isEqualTo("MalformedXML");
              assertThat(e.status()).isEqualTo(400);
            });
  }

  @Test
  void boundsDepth() {
    assertThatThrownBy(
            () -> decode("DeleteObjects", "/b?delete", "<Delete>" + "<a>".repeat(100_000)))
        .isInstanceOfSatisfying(
            AwsException.class, e -> assertThat(e.code()).isEqualTo("MalformedXML"));
  }

  @Test
  void escapesWhatXmlCannotHold() {
    assertThat(new XmlWriter().element("a", "\r\n\u0001<&>\"\u2028é😀").toString())
        .isEqualTo("<a>&#xD;\n&#x1;&lt;&amp;&gt;&quot;&#x2028;é😀</a>");
    assertThat(new XmlWriter().start("a").attribute("b", "\n\t").end("a").toString())
        .isEqualTo("<a b=\"&#xA;&#x9;\"/>");
  }
}
