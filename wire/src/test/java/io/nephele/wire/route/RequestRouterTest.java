package io.nephele.wire.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.model.Models;
import io.nephele.model.Protocol;
import io.nephele.wire.Requests;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.query.AwsQueryProtocol;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestRouterTest {
  private static final RequestRouter ROUTER = new RequestRouter(Models.bundled());

  private static String route(HttpRequest request) {
    return switch (ROUTER.route(request)) {
      case Routing.Route route ->
          route.service().name() + " " + route.operation().name() + " " + route.protocol();
      case Routing.NoRoute none ->
          none.error().code() + " " + none.error().status() + " " + none.protocol();
    };
  }

  @ParameterizedTest
  @CsvSource({
    "AmazonSQS.SendMessage, sqs SendMessage AWS_JSON_1_0",
    "DynamoDB_20120810.GetItem, dynamodb GetItem AWS_JSON_1_0",
    "DynamoDBStreams_20120810.GetRecords, dynamodbstreams GetRecords AWS_JSON_1_0",
    "KinesisAnalytics_20180523.ListApplications, kinesisanalyticsv2 ListApplications AWS_JSON_1_1",
    "GraniteServiceVersion20100801.PutMetricData, cloudwatch PutMetricData AWS_JSON_1_0",
    "AmazonSQS.Nothing, UnknownOperationException 400 AWS_JSON_1_0",
    "Nobody.Nothing, UnknownOperationException 404 AWS_JSON_1_1",
    "nonsense, UnknownOperationException 404 AWS_JSON_1_1",
    "AmazonS3.GetObject, UnknownOperationException 404 AWS_JSON_1_1",
  })
  void routesTargets(String target, String expected) {
    assertThat(route(Requests.of("POST", "/", "X-Amz-Target", target))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "sqs, Action=SendMessage&MessageBody=a, sqs SendMessage AWS_QUERY",
    "elasticloadbalancing, Action=DescribeLoadBalancers&Version=2012-06-01,"
        + " elb DescribeLoadBalancers AWS_QUERY",
    "elasticloadbalancing, Action=DescribeLoadBalancers&Version=2015-12-01,"
        + " elbv2 DescribeLoadBalancers AWS_QUERY",
    "elasticloadbalancing, Action=DescribeTargetGroups, elbv2 DescribeTargetGroups AWS_QUERY",
    "rds, Action=DescribeDBClusters&Version=2014-10-31, rds DescribeDBClusters AWS_QUERY",
    "ec2, Action=DescribeVpcs&Version=2016-11-15, ec2 DescribeVpcs EC2_QUERY",
    "monitoring, Action=ListMetrics&Version=2010-08-01, cloudwatch ListMetrics AWS_QUERY",
    "ses, Action=SendEmail&Version=2010-12-01, ses SendEmail AWS_QUERY",
    "ec2, Action=Nothing&Version=2016-11-15, InvalidAction 400 EC2_QUERY",
    "sns, Action=Nothing&Version=2010-03-31, InvalidAction 400 AWS_QUERY",
    "sns, Message=a, UnknownOperationException 404 AWS_QUERY",
  })
  void routesForms(String signingName, String form, String expected) {
    HttpRequest request = Requests.form(form);
    request.headers().add("Authorization", Requests.authorization(signingName));
    assertThat(route(request)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "io-a.s3-object-lambda.us-east-1.amazonaws.com, s3 WriteGetObjectResponse",
    "io-a.localhost:4566, s3 WriteGetObjectResponse",
    "localhost:4566, s3 WriteGetObjectResponse",
  })
  void routesWhatFunctionsAnswer(String host, String expected) {
    HttpRequest request =
        Requests.of(
            "POST",
            "/WriteGetObjectResponse",
            "Host",
            host,
            "Authorization",
            Requests.authorization("s3-object-lambda"),
            "x-amz-request-route",
            "io-a");
    Routing.Route route = (Routing.Route) ROUTER.route(request);
    assertThat(route.service().name() + " " + route.operation().name()).isEqualTo(expected);
  }

  @Test
  void routesToObjectLambdaAccessPoints() {
    Routing.Route route =
        (Routing.Route)
            ROUTER.route(
                Requests.of(
                    "GET",
                    "/k",
                    "Host",
                    "loud-000000000000.s3-object-lambda.us-east-1.amazonaws.com"));
    assertThat(route.operation().name()).isEqualTo("GetObject");
    assertThat(route.request().path())
        .isEqualTo("/arn:aws:s3-object-lambda:us-east-1:000000000000:accesspoint:loud/k");
  }

  @Test
  void saysWhatAwsSaysOfUnknownActions() {
    HttpRequest iam = Requests.form("Action=Foo&Version=2010-05-08");
    iam.headers().add("Authorization", Requests.authorization("iam"));
    assertThat(((Routing.NoRoute) ROUTER.route(iam)).error())
        .hasMessage("Could not find operation Foo for version 2010-05-08");
    HttpRequest ec2 = Requests.form("Action=Foo");
    ec2.headers().add("Authorization", Requests.authorization("ec2"));
    assertThat(((Routing.NoRoute) ROUTER.route(ec2)).error())
        .hasMessage("The action Foo is not valid for this web service.");
  }

  @Test
  void leavesTheFormToBeReadAgain() {
    Routing.Route route =
        (Routing.Route)
            ROUTER.route(
                Requests.of(
                    "POST",
                    "/000000000000/queue",
                    "MessageBody=%C3%A9&Action=SendMessage".getBytes(StandardCharsets.UTF_8),
                    "Content-Type",
                    "application/x-www-form-urlencoded"));
    assertThat(route.service().name()).isEqualTo("sqs");
    assertThat(new AwsQueryProtocol().decode(route.operation(), route.request()).get("MessageBody"))
        .isEqualTo("é");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /, ListBuckets",
    "GET, /bucket, ListObjects",
    "GET, /bucket/, ListObjects",
    "GET, /bucket?list-type=2&prefix=a, ListObjectsV2",
    "GET, /bucket?acl, GetBucketAcl",
    "GET, /bucket?acl=, GetBucketAcl",
    "GET, /bucket?analytics, ListBucketAnalyticsConfigurations",
    "GET, /bucket?analytics&id=a, GetBucketAnalyticsConfiguration",
    "GET, /bucket?uploads, ListMultipartUploads",
    "PUT, /bucket, CreateBucket",
    "PUT, /bucket/key, PutObject",
    "PUT, /bucket/a/b//c/, PutObject",
    "PUT, /bucket/key?partNumber=1&uploadId=u, UploadPart",
    "GET, /bucket/key, GetObject",
    "GET, /bucket/key?x-id=GetObject, GetObject",
    "GET, /bucket/key?uploadId=u, ListParts",
    "GET, /bucket/key?tagging, GetObjectTagging",
    "HEAD, /bucket/key, HeadObject",
    "DELETE, /bucket/key, DeleteObject",
    "DELETE, /bucket/key?uploadId=u, AbortMultipartUpload",
    "POST, /bucket/key?uploads, CreateMultipartUpload",
    "POST, /bucket/key?uploadId=u, CompleteMultipartUpload",
    "POST, /bucket?delete, DeleteObjects",
    "POST, /bucket/key?select&select-type=2, SelectObjectContent",
  })
  void routesS3(String method, String target, String operation) {
    String expected = "s3 " + operation + " REST_XML";
    assertThat(route(Requests.of(method, target, "Authorization", Requests.authorization("s3"))))
        .isEqualTo(expected);
    assertThat(route(Requests.of(method, target))).as("unsigned").isEqualTo(expected);
  }

  @Test
  void tellsCopiesFromPuts() {
    assertThat(route(Requests.of("PUT", "/b/k", "x-amz-copy-source", "/a/b")))
        .isEqualTo("s3 CopyObject REST_XML");
    assertThat(
            route(Requests.of("PUT", "/b/k?partNumber=1&uploadId=u", "x-amz-copy-source", "/a/b")))
        .isEqualTo("s3 UploadPartCopy REST_XML");
    assertThat(route(Requests.of("PATCH", "/b/k"))).isEqualTo("MethodNotAllowed 405 REST_XML");
  }

  @ParameterizedTest
  @CsvSource({
    "bucket.s3.amazonaws.com, /bucket/key, ",
    "bucket.s3.eu-central-1.amazonaws.com, /bucket/key, eu-central-1",
    "bucket.s3-us-west-2.amazonaws.com, /bucket/key, us-west-2",
    "my.bucket.s3.dualstack.us-gov-west-1.amazonaws.com, /my.bucket/key, us-gov-west-1",
    "bucket.s3.localhost.localstack.cloud:4566, /bucket/key, ",
    "bucket.s3.us-east-1.localhost.localstack.cloud:4566, /bucket/key, us-east-1",
    "bucket.localhost:4566, /bucket/key, ",
    "s3.localhost:4566, /key, ",
    "127.0.0.1:4566, /key, ",
  })
  void takesS3sBucketFromTheHost(String host, String path, String region) {
    Routing.Route route = (Routing.Route) ROUTER.route(Requests.of("GET", "/key", "Host", host));
    assertThat(route.service().name()).isEqualTo("s3");
    assertThat(route.request().path()).isEqualTo(path);
    assertThat(route.region()).isEqualTo(region);
  }

  @ParameterizedTest
  @CsvSource({
    "lambda, GET, /2015-03-31/functions, lambda ListFunctions REST_JSON_1",
    "lambda, GET, /2015-03-31/functions/, lambda ListFunctions REST_JSON_1",
    "lambda, POST, /2015-03-31/functions/f/invocations, lambda Invoke REST_JSON_1",
    "lambda, GET, /2017-03-31/tags/arn:aws:lambda:us-east-1:1:function:f, lambda ListTags"
        + " REST_JSON_1",
    "apigateway, GET, /restapis/a, apigateway GetRestApi REST_JSON_1",
    "apigateway, GET, /v2/apis/a, apigatewayv2 GetApi REST_JSON_1",
    "execute-api, POST, /@connections/a, apigatewaymanagementapi PostToConnection REST_JSON_1",
    "execute-api, POST, /%40connections/a, apigatewaymanagementapi PostToConnection REST_JSON_1",
    "es, GET, /2021-01-01/opensearch/domain/d, opensearch DescribeDomain REST_JSON_1",
    "es, GET, /2015-01-01/es/domain/d, es DescribeElasticsearchDomain REST_JSON_1",
    "s3, GET, /v20180820/bucket, s3control ListRegionalBuckets REST_XML",
    "ses, GET, /v2/email/identities, sesv2 ListEmailIdentities REST_JSON_1",
    "route53, GET, /2013-04-01/hostedzone, route53 ListHostedZones REST_XML",
    "lambda, GET, /nothing, UnknownOperationException 404 REST_JSON_1",
    "lambda, PATCH, /2015-03-31/functions, UnknownOperationException 404 REST_JSON_1",
    "nobody, GET, /, UnknownOperationException 404 REST_JSON_1",
    "dynamodb, POST, /, UnknownOperationException 404 AWS_JSON_1_0",
  })
  void routesRestPaths(String signingName, String method, String path, String expected) {
    assertThat(
            route(Requests.of(method, path, "Authorization", Requests.authorization(signingName))))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "sqs.us-east-1.amazonaws.com, sqs, us-east-1",
    "us-east-2.queue.amazonaws.com, sqs, us-east-2",
    "sqs.us-east-1.localhost.localstack.cloud:4566, sqs, us-east-1",
    "sqs.us-east-1.localhost:4566, sqs, us-east-1",
  })
  void findsServicesByHost(String host, String service, String region) {
    HttpRequest request = Requests.form("Action=ListQueues");
    request.headers().set("Host", host);
    Routing.Route route = (Routing.Route) ROUTER.route(request);
    assertThat(route.service().name()).isEqualTo(service);
    assertThat(route.region()).isEqualTo(region);
    assertThat(route.credential()).isNull();
  }

  @Test
  void routesUnsignedQueriesByVersionAndQueuePath() {
    assertThat(route(Requests.form("Action=AssumeRoleWithWebIdentity&Version=2011-06-15")))
        .isEqualTo("sts AssumeRoleWithWebIdentity AWS_QUERY");
    assertThat(route(Requests.of("GET", "/000000000000/q?Action=ReceiveMessage")))
        .isEqualTo("sqs ReceiveMessage AWS_QUERY");
    assertThat(route(Requests.of("GET", "/bucket/key?Action=x")))
        .isEqualTo("s3 GetObject REST_XML");
    assertThat(route(Requests.form("Action=Foo"))).isEqualTo("InvalidAction 400 AWS_QUERY");
    assertThat(route(Requests.of("POST", "/token"))).isEqualTo("sso-oidc CreateToken REST_JSON_1");
  }

  @Test
  void readsCredentialsOfAllForms() {
    CredentialScope header =
        CredentialScope.of(Requests.of("GET", "/", "Authorization", Requests.authorization("s3")));
    assertThat(header).isEqualTo(new CredentialScope("AKIDEXAMPLE", "eu-west-1", "s3"));
    CredentialScope presigned =
        CredentialScope.of(
            Requests.of(
                "GET",
                "/b/k?X-Amz-Credential=AKID%2F20261121%2Fus-east-1%2Fs3%2Faws4_request&x-id=a"));
    assertThat(presigned).isEqualTo(new CredentialScope("AKID", "us-east-1", "s3"));
    CredentialScope asymmetric =
        CredentialScope.of(
            Requests.of(
                "GET",
                "/",
                "Authorization",
                "AWS4-ECDSA-P256-SHA256 Credential=AKID/20261121/s3/aws4_request, Signature=0",
                "X-Amz-Region-Set",
                "*"));
    assertThat(asymmetric).isEqualTo(new CredentialScope("AKID", null, "s3"));
    assertThat(CredentialScope.of(Requests.of("GET", "/", "Authorization", "AWS AKID:sig")))
        .isEqualTo(new CredentialScope("AKID", null, "s3"));
    for (String broken :
        new String[] {"", "Bearer x", "AWS4-HMAC-SHA256 Credential=a/b", "AWS4-HMAC-SHA256"}) {
      assertThat(CredentialScope.of(Requests.of("GET", "/", "Authorization", broken))).isNull();
    }
  }

  @Test
  void routesCbor() {
    assertThat(
            route(
                Requests.of(
                    "POST",
                    "/service/GraniteServiceVersion20100801/operation/ListMetrics",
                    "smithy-protocol",
                    "rpc-v2-cbor")))
        .isEqualTo("cloudwatch ListMetrics " + Protocol.RPC_V2_CBOR);
    assertThat(
            route(
                Requests.of(
                    "POST", "/service/AmazonSQS/operation/X", "smithy-protocol", "rpc-v2-cbor")))
        .isEqualTo("UnknownOperationException 404 RPC_V2_CBOR");
  }
}
