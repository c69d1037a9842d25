package io.nephele.services.lambda;

import static io.nephele.services.lambda.TestFunctions.may;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.embedded.Nephele;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;

/** A function's program calls AWS as the function's role, and may do what that may. */
@NepheleTest(scope = NepheleTest.Scope.METHOD, virtualClock = false)
final class ExecutionRolesTest {
  /** Signs a call of an AWS-JSON service by hand, as the SDK for Python is not in every Python. */
  private static final String CALLER =
      """
      import datetime, hashlib, hmac, json, os, urllib.error, urllib.request
      def sign(key, text):
        return hmac.new(key, text.encode(), hashlib.sha256).digest()
      def handler(event, context):
        url = os.environ['AWS_ENDPOINT_URL'].rstrip('/') + '/'
        host = url.split('/')[2]
        body = json.dumps(event['input'])
        time = datetime.datetime.now(datetime.timezone.utc).strftime('%Y%m%dT%H%M%SZ')
        scope = time[:8] + '/us-east-1/' + event['service'] + '/aws4_request'
        headers = {'content-type': 'application/x-amz-json-1.0', 'host': host,
          'x-amz-date': time, 'x-amz-security-token': os.environ['AWS_SESSION_TOKEN'],
          'x-amz-target': event['target']}
        names = ';'.join(headers)
        canonical = 'POST\\n/\\n\\n' + ''.join(k + ':' + v + '\\n' for k, v in headers.items()) \\
          + '\\n' + names + '\\n' + hashlib.sha256(body.encode()).hexdigest()
        text = 'AWS4-HMAC-SHA256\\n' + time + '\\n' + scope + '\\n' \\
          + hashlib.sha256(canonical.encode()).hexdigest()
        key = ('AWS4' + os.environ['AWS_SECRET_ACCESS_KEY']).encode()
        for part in scope.split('/'):
          key = sign(key, part)
        headers['Authorization'] = 'AWS4-HMAC-SHA256 Credential=' \\
          + os.environ['AWS_ACCESS_KEY_ID'] + '/' + scope + ', SignedHeaders=' + names \\
          + ', Signature=' + sign(key, text).hex()
        try:
          request = urllib.request.Request(url, body.encode(), headers)
          return urllib.request.urlopen(request).read().decode()
        except urllib.error.HTTPError as e:
          return e.read().decode()
      """;

  @Inject Nephele nephele;
  @Inject SqsClient sqs;

  @Test
  @Fact({"lambda-065", "lambda-177"})
  void aFunctionMayDoWhatItsRoleMay() {
    TestFunctions functions = new TestFunctions(nephele);
    String open = sqs.createQueue(b -> b.queueName("open")).queueUrl();
    String closed = sqs.createQueue(b -> b.queueName("closed")).queueUrl();
    String role =
        functions.role("runner", may("sqs:SendMessage", "arn:aws:sqs:us-east-1:000000000000:open"));
    functions.python("caller", role, CALLER, b -> b.timeout(30));
    assertThat(send(functions, open)).contains("MD5OfMessageBody");
    assertThat(sqs.receiveMessage(b -> b.queueUrl(open)).messages()).hasSize(1);
    assertThat(send(functions, closed))
        .contains(
            "arn:aws:sts::000000000000:assumed-role/runner/caller is not authorized to perform:"
                + " sqs:sendmessage on resource: arn:aws:sqs:us-east-1:000000000000:closed");
  }

  private static String send(TestFunctions functions, String url) {
    return functions
        .invoke(
            "caller",
            """
            {"service":"sqs","target":"AmazonSQS.SendMessage",
            "input":{"QueueUrl":"%s","MessageBody":"hello"}}\
            """
                .formatted(url))
        .payload()
        .asUtf8String();
  }
}
