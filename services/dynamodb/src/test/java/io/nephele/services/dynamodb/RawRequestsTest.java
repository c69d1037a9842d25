package io.nephele.services.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Requests as no SDK sends them. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class RawRequestsTest {
  @Inject DynamoDbClient dynamo;
  @Inject URI endpoint;

  @BeforeEach
  void table() {
    TestTables.simple(dynamo, "raw");
  }

  private HttpResponse<String> call(String operation, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .header("X-Amz-Target", "DynamoDB_20120810." + operation)
            .header("Content-Type", "application/x-amz-json-1.0")
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request,"
                    + " SignedHeaders=host, Signature=0")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  @Fact("dynamodb-097")
  void aLocalIndexCannotBeAddedToATable() throws Exception {
    String index =
        "[{'IndexName':'late','KeySchema':[{'AttributeName':'pk','KeyType':'HASH'},"
            + "{'AttributeName':'at','KeyType':'RANGE'}],'Projection':{'ProjectionType':'ALL'}}]";
    String body =
        "{'TableName':'raw','AttributeDefinitions':[{'AttributeName':'pk','AttributeType':'S'}],"
            + "'LocalSecondaryIndexes':"
            + index
            + "}";
    HttpResponse<String> refused = call("UpdateTable", body.replace('\'', '"'));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("ValidationException", "At least one of");
    assertThat(dynamo.describeTable(r -> r.tableName("raw")).table().localSecondaryIndexes())
        .isEmpty();
  }

  @Test
  @Fact("dynamodb-046")
  void errorsAreQualifiedAndAnswered400() throws Exception {
    HttpResponse<String> missing =
        call("GetItem", "{\"TableName\":\"none\",\"Key\":{\"pk\":{\"S\":\"a\"}}}");
    assertThat(missing.statusCode()).isEqualTo(400);
    assertThat(missing.body())
        .contains(
            "\"__type\":\"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException\"",
            "Requested resource not found");
    HttpResponse<String> invalid = call("GetItem", "{\"TableName\":\"raw\",\"Key\":{}}");
    assertThat(invalid.statusCode()).isEqualTo(400);
    assertThat(invalid.body())
        .contains("\"__type\":\"com.amazon.coral.validate#ValidationException\"");
    HttpResponse<String> typed = call("GetItem", "{\"TableName\":1,\"Key\":{}}");
    assertThat(typed.statusCode()).isEqualTo(400);
    assertThat(typed.body()).contains("SerializationException");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "GetItem|{'TableName':'raw','Key':{'pk':null}}",
        "GetItem|{'TableName':'raw','Key':{'pk':{}}}",
        "GetItem|{'TableName':'raw','Key':{'pk':{'S':'a'}},'AttributesToGet':[null]}",
        "PutItem|{'TableName':'raw','Item':{'pk':{'S':'a'},'x':null}}",
        "PutItem|{'TableName':'raw','Item':{'pk':{'S':'a'},'x':{'L':[null]}}}",
        "PutItem|{'TableName':'raw','Item':{'pk':{'S':'a'},'x':{'SS':[null]}}}",
        "PutItem|{'TableName':'raw','Item':{'pk':{'S':'a'}},'Expected':{'v':null}}",
        "PutItem|{'TableName':'raw','Item':{'pk':{'S':'a'}},'ExpressionAttributeNames':{'#a':null},"
            + "'ConditionExpression':'#a = #a'}",
        "UpdateItem|{'TableName':'raw','Key':{'pk':{'S':'a'}},'AttributeUpdates':{'v':null}}",
        "BatchGetItem|{'RequestItems':{'raw':null}}",
        "BatchGetItem|{'RequestItems':{'raw':{'Keys':[null]}}}",
        "BatchGetItem|{'RequestItems':{'raw':{}}}",
        "BatchWriteItem|{'RequestItems':{'raw':null}}",
        "BatchWriteItem|{'RequestItems':{'raw':[null]}}",
        "BatchWriteItem|{'RequestItems':{'raw':[]}}",
        "BatchWriteItem|{'RequestItems':{'raw':[{}]}}",
        "BatchWriteItem|{'RequestItems':{}}",
        "TransactWriteItems|{'TransactItems':[null]}",
        "TransactWriteItems|{'TransactItems':[{}]}",
        "TransactGetItems|{'TransactItems':[{}]}",
        "TransactGetItems|{'TransactItems':[null]}",
        "Query|{'TableName':'raw','KeyConditions':{'pk':null}}",
        "Query|{'TableName':'raw','KeyConditions':{}}",
        "Query|{'TableName':'raw'}",
        "Scan|{'TableName':'raw','ScanFilter':{'v':null}}",
        "Scan|{'TableName':'raw','ExclusiveStartKey':{}}",
        "CreateTable|{'TableName':'x'}",
        "CreateTable|{'TableName':'xyz','KeySchema':[null],'AttributeDefinitions':[null]}",
        "CreateTable|{'TableName':'xyz','KeySchema':[],'AttributeDefinitions':[]}",
        "UpdateTable|{'TableName':'raw','GlobalSecondaryIndexUpdates':[null]}",
        "UpdateTable|{'TableName':'raw','GlobalSecondaryIndexUpdates':[]}",
        "UpdateTable|{'TableName':'raw','ReplicaUpdates':[null]}",
        "TagResource|{'ResourceArn':'x','Tags':[]}",
        "UpdateTimeToLive|{'TableName':'raw','TimeToLiveSpecification':{}}",
        "DescribeBackup|{'BackupArn':'arn:aws:dynamodb:us-east-1:000000000000:table/x'}",
        "ExecuteStatement|{'Statement':'SELECT'}"
      })
  void oddRequestsAreTheCallersFault(String operation, String body) throws Exception {
    HttpResponse<String> answer = call(operation, body.replace('\'', '"'));
    assertThat(answer.statusCode()).as(answer.body()).isIn(200, 400);
  }

  @Test
  void deepNestingIsAnError() throws Exception {
    int depth = 10_000;
    String deep = "{\"L\":[".repeat(depth) + "{\"S\":\"x\"}" + "]}".repeat(depth);
    HttpResponse<String> answer =
        call(
            "PutItem",
            "{\"TableName\":\"raw\",\"Item\":{\"pk\":{\"S\":\"a\"},\"d\":" + deep + "}}");
    assertThat(answer.statusCode()).isEqualTo(400);
  }
}
