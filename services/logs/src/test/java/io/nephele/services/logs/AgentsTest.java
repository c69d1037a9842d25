package io.nephele.services.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ExportTask;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** Those who use CloudWatch Logs in the name of a role: agents on hosts, and functions. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
@SuppressWarnings("unchecked") // the SDK's own methods take arrays of lambdas
final class AgentsTest {
  /** Has CloudWatch Logs export the group of the events that it gets, signed by hand. */
  private static final String EXPORTER =
      """
      import base64, datetime, gzip, hashlib, hmac, json, os, urllib.request
      def handler(event, context):
        data = json.loads(gzip.decompress(base64.b64decode(event['awslogs']['data'])))
        if data['messageType'] != 'DATA_MESSAGE':
          return
        at = data['logEvents'][0]['timestamp']
        body = json.dumps({'logGroupName': data['logGroup'], 'from': at - 1000, 'to': at + 1000,
          'destination': 'kept'})
        url = os.environ['AWS_ENDPOINT_URL']
        now = datetime.datetime.now(datetime.timezone.utc).strftime('%Y%m%dT%H%M%SZ')
        headers = {'host': url.split('//')[1].rstrip('/'), 'x-amz-date': now,
          'x-amz-security-token': os.environ['AWS_SESSION_TOKEN'],
          'x-amz-target': 'Logs_20140328.CreateExportTask'}
        names = ';'.join(sorted(headers))
        lines = ''.join(n + ':' + headers[n] + '\\n' for n in sorted(headers))
        request = '\\n'.join(['POST', '/', '', lines, names, hashlib.sha256(body.encode()).hexdigest()])
        scope = now[:8] + '/us-east-1/logs/aws4_request'
        text = '\\n'.join(['AWS4-HMAC-SHA256', now, scope, hashlib.sha256(request.encode()).hexdigest()])
        key = ('AWS4' + os.environ['AWS_SECRET_ACCESS_KEY']).encode()
        for part in scope.split('/') + [text]:
          key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        headers['authorization'] = ('AWS4-HMAC-SHA256 Credential=' + os.environ['AWS_ACCESS_KEY_ID']
          + '/' + scope + ', SignedHeaders=' + names + ', Signature=' + key.hex())
        headers['content-type'] = 'application/x-amz-json-1.1'
        urllib.request.urlopen(urllib.request.Request(url, body.encode(), headers)).read()
      """;

  @Inject Nephele nephele;
  @Inject CloudWatchLogsClient logs;
  @Inject IamClient iam;
  @Inject StsClient sts;
  @Inject LambdaClient lambda;
  @Inject S3Client s3;
  @Inject VirtualClock clock;

  @BeforeEach
  void makeRole() {
    iam.createRole(
        r ->
            r.roleName("host")
                .assumeRolePolicyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
                    "Principal":{"AWS":"000000000000","Service":"lambda.amazonaws.com"}}]}\
                    """));
  }

  private void allow(String actions) {
    iam.putRolePolicy(
        r ->
            r.roleName("host")
                .policyName("may")
                .policyDocument(
                    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":"
                        + actions
                        + ",\"Resource\":\"*\"}]}"));
  }

  @Test
  @Fact({"logs-013", "logs-036"})
  void agentsWriteIfTheirRoleMay() {
    Credentials given =
        sts.assumeRole(
                a -> a.roleArn("arn:aws:iam::000000000000:role/host").roleSessionName("i-0abc"))
            .credentials();
    CloudWatchLogsClient agent =
        Clients.create(
            CloudWatchLogsClient.class,
            nephele,
            "us-east-1",
            AwsSessionCredentials.create(
                given.accessKeyId(), given.secretAccessKey(), given.sessionToken()));
    assertThatThrownBy(() -> agent.createLogGroup(g -> g.logGroupName("/var/log/messages")))
        .isInstanceOf(CloudWatchLogsException.class)
        .hasMessageContaining("not authorized to perform: logs:CreateLogGroup");

    // What the agent's managed policy allows it.
    allow(
        "[\"logs:PutLogEvents\",\"logs:PutRetentionPolicy\",\"logs:DescribeLogStreams\","
            + "\"logs:DescribeLogGroups\",\"logs:CreateLogStream\",\"logs:CreateLogGroup\"]");
    agent.createLogGroup(g -> g.logGroupName("/var/log/messages"));
    agent.createLogStream(g -> g.logGroupName("/var/log/messages").logStreamName("i-0abc"));
    agent.putLogEvents(
        p ->
            p.logGroupName("/var/log/messages")
                .logStreamName("i-0abc")
                .logEvents(e -> e.timestamp(clock.millis()).message("a line of a file")));

    assertThat(logs.filterLogEvents(f -> f.logGroupName("/var/log/messages")).events())
        .singleElement()
        .satisfies(event -> assertThat(event.message()).isEqualTo("a line of a file"));
  }

  @Test
  @Fact("logs-024")
  void functionsThatEventsInvokeExport() throws IOException {
    allow("\"*\"");
    s3.createBucket(b -> b.bucket("kept"));
    s3.putBucketPolicy(
        r ->
            r.bucket("kept")
                .policy(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                    "Principal":{"Service":"logs.us-east-1.amazonaws.com"},
                    "Action":"s3:*","Resource":["arn:aws:s3:::kept","arn:aws:s3:::kept/*"]}]}\
                    """));
    ByteArrayOutputStream code = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(code)) {
      zip.putNextEntry(new ZipEntry("index.py"));
      zip.write(EXPORTER.getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
    }
    lambda.createFunction(
        f ->
            f.functionName("exporter")
                .role("arn:aws:iam::000000000000:role/host")
                .runtime("python3.13")
                .handler("index.handler")
                .code(c -> c.zipFile(SdkBytes.fromByteArray(code.toByteArray()))));
    lambda.addPermission(
        p ->
            p.functionName("exporter")
                .statementId("logs")
                .action("lambda:InvokeFunction")
                .principal("logs.us-east-1.amazonaws.com"));
    logs.createLogGroup(g -> g.logGroupName("g"));
    logs.createLogStream(g -> g.logGroupName("g").logStreamName("s"));
    logs.putSubscriptionFilter(
        f ->
            f.logGroupName("g")
                .filterName("full")
                .filterPattern("EXPORT")
                .destinationArn("arn:aws:lambda:us-east-1:000000000000:function:exporter"));

    logs.putLogEvents(
        p ->
            p.logGroupName("g")
                .logStreamName("s")
                .logEvents(e -> e.timestamp(clock.millis()).message("EXPORT now")));
    clock.advance(Duration.ofSeconds(2));

    assertThat(logs.describeExportTasks(d -> {}).exportTasks())
        .singleElement()
        .extracting(ExportTask::destination)
        .isEqualTo("kept");
  }
}
