package io.nephele.services.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.embedded.Nephele;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;
import software.amazon.awssdk.services.lambda.model.InvokeMode;

/** Functions answer plain HTTP under URLs of their own. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class FunctionUrlsTest {
  private static final String SOURCE =
      """
      import json
      def handler(event, context):
        if event['rawPath'] == '/text':
          return 'plain'
        if event['rawPath'] == '/fail':
          raise ValueError('no')
        return {'statusCode': 201, 'headers': {'X-Own': 'yes'}, 'cookies': ['a=1', 'b=2'],
          'body': json.dumps([event['requestContext']['http']['method'], event.get('body'),
            event.get('queryStringParameters'), event['requestContext']['accountId']])}
      """;

  @Inject Nephele nephele;
  @Inject LambdaClient lambda;

  private String host;

  @BeforeEach
  void url() {
    TestFunctions functions = new TestFunctions(nephele);
    functions.python("web", functions.role("runner"), SOURCE);
  }

  private void create(FunctionUrlAuthType auth, InvokeMode mode) {
    String url =
        lambda
            .createFunctionUrlConfig(
                b ->
                    b.functionName("web")
                        .authType(auth)
                        .invokeMode(mode)
                        .cors(
                            c ->
                                c.allowOrigins("https://*.example.com")
                                    .allowMethods("GET")
                                    .maxAge(60)))
            .functionUrl();
    assertThat(url).matches("http://[a-z2-7]{32}\\.lambda-url\\.us-east-1\\.localhost:[0-9]+/");
    host = URI.create(url).getAuthority();
  }

  private void allow(String action, boolean viaUrl) {
    lambda.addPermission(
        b -> {
          b.functionName("web").statementId("s" + viaUrl).action(action).principal("*");
          if (viaUrl) {
            b.invokedViaFunctionUrl(true);
          } else {
            b.functionUrlAuthType(FunctionUrlAuthType.NONE);
          }
        });
  }

  private String send(String method, String path, String fields, String body) throws IOException {
    URI endpoint = nephele.endpoint();
    try (Socket socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
      OutputStream out = socket.getOutputStream();
      byte[] content = body.getBytes(StandardCharsets.UTF_8);
      String head =
          method
              + " "
              + path
              + " HTTP/1.1\r\nHost: "
              + host
              + "\r\nConnection: close\r\n"
              + fields
              + "Content-Length: "
              + content.length
              + "\r\n\r\n";
      out.write(head.getBytes(StandardCharsets.UTF_8));
      out.write(content);
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void anybodyMayCallWhereThePolicyAllows() throws IOException {
    create(FunctionUrlAuthType.NONE, InvokeMode.BUFFERED);
    assertThat(send("GET", "/", "", "")).startsWith("HTTP/1.1 403").contains("Forbidden.");
    allow("lambda:InvokeFunctionUrl", false);
    assertThat(send("GET", "/", "", "")).startsWith("HTTP/1.1 403");
    allow("lambda:InvokeFunction", true);
    String answer = send("POST", "/a/b?x=1&x=2&y=%20", "Content-Type: text/plain\r\n", "hello");
    assertThat(answer)
        .startsWith("HTTP/1.1 201")
        .containsIgnoringCase("X-Own: yes")
        .contains("a=1", "b=2")
        .contains("[\"POST\", \"hello\", {\"x\": \"1,2\", \"y\": \" \"}, \"anonymous\"]");
    assertThat(send("GET", "/text", "", "")).startsWith("HTTP/1.1 200").endsWith("plain");
    assertThat(send("GET", "/fail", "", ""))
        .startsWith("HTTP/1.1 502")
        .endsWith("Internal Server Error");
  }

  @Test
  void browsersAskBefore() throws IOException {
    create(FunctionUrlAuthType.NONE, InvokeMode.BUFFERED);
    String fields = "Origin: https://a.example.com\r\nAccess-Control-Request-Method: GET\r\n";
    assertThat(send("OPTIONS", "/", fields, ""))
        .startsWith("HTTP/1.1 200")
        .containsIgnoringCase("Access-Control-Allow-Origin: https://a.example.com")
        .containsIgnoringCase("Access-Control-Max-Age: 60");
    assertThat(send("OPTIONS", "/", fields.replace("example", "other"), ""))
        .doesNotContainIgnoringCase("Access-Control-Allow-Origin: https://a.other.com");
  }

  @Test
  void unsignedRequestsAreRefusedWhereIamDecides() throws IOException {
    create(FunctionUrlAuthType.AWS_IAM, InvokeMode.BUFFERED);
    assertThat(send("GET", "/", "", "")).startsWith("HTTP/1.1 403");
    String signed =
        "Authorization: AWS4-HMAC-SHA256 Credential=000000000000/20261122/us-east-1/lambda/"
            + "aws4_request, SignedHeaders=host, Signature=00\r\nX-Amz-Date: 20261122T000000Z\r\n";
    assertThat(send("GET", "/", signed, ""))
        .startsWith("HTTP/1.1 201")
        .endsWith("\"000000000000\"]");
  }

  @Test
  void responsesAreStreamed() throws IOException {
    create(FunctionUrlAuthType.NONE, InvokeMode.RESPONSE_STREAM);
    allow("lambda:InvokeFunctionUrl", false);
    allow("lambda:InvokeFunction", true);
    assertThat(send("GET", "/text", "", "")).startsWith("HTTP/1.1 200").contains("\"plain\"");
  }
}
