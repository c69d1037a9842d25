package io.nephele.services.dynamodb;

import static io.nephele.services.dynamodb.TestTables.item;
import static io.nephele.services.dynamodb.TestTables.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nephele.embedded.Nephele;
import io.nephele.identity.Identity;
import io.nephele.identity.credentials.AccessKeyIds;
import io.nephele.identity.directory.Directory;
import io.nephele.identity.directory.IssuedKey;
import io.nephele.identity.directory.User;
import io.nephele.junit.Clients;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** What policies let whom do with tables and items. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class AccessTest {
  private static final String ACCOUNT = "000000000000";
  private static final String OTHER = "222222222222";
  private static final String TABLE = "arn:aws:dynamodb:us-east-1:000000000000:table/owned";

  @Inject Nephele nephele;
  @Inject DynamoDbClient dynamo;

  private DynamoDbClient user(String account, String... statements) {
    return user(nephele, account, statements);
  }

  /** A client of a new user with those statements as policy. */
  static DynamoDbClient user(Nephele nephele, String account, String... statements) {
    return Clients.create(
        DynamoDbClient.class, nephele, "us-east-1", key(nephele, account, statements));
  }

  /** The access key of a new user with those statements as policy. */
  private static AwsBasicCredentials key(Nephele nephele, String account, String... statements) {
    Directory directory = Identity.of(nephele.world()).directory();
    Instant now = nephele.world().clock().now();
    String name = "user" + nephele.world().ids().hex(6);
    String id = "AIDA" + nephele.world().ids().text(17, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    String policy =
        "{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", statements) + "]}";
    User user =
        new User(
            name,
            "/",
            "arn:aws:iam::" + account + ":user/" + name,
            id,
            now,
            null,
            List.of(),
            Map.of("own", policy),
            List.of(),
            Map.of());
    String keyId = AccessKeyIds.create(AccessKeyIds.LASTING, account, nephele.world().ids());
    String secret = nephele.world().ids().secretToken(30);
    IssuedKey key = new IssuedKey(keyId, name, id, secret, IssuedKey.Status.ACTIVE, now);
    directory.write(
        account,
        transaction -> {
          directory.users().put(transaction, account, name, user);
          directory.accessKeys().put(transaction, account, keyId, key);
          return null;
        });
    return AwsBasicCredentials.create(keyId, secret);
  }

  private static String may(String actions, String resource, String condition) {
    return """
    {"Effect":"Allow","Action":[%s],"Resource":"%s","Condition":%s}\
    """
        .formatted(actions, resource, condition);
  }

  private static void assertDenied(ThrowingCallable call) {
    DynamoDbException error = catchThrowableOfType(DynamoDbException.class, call);
    assertThat(error).isNotNull();
    assertThat(error.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
    assertThat(error.statusCode()).isEqualTo(400);
  }

  @Test
  @Fact({"dynamodb-052", "dynamodb-117"})
  void leadingKeysLimitWhoseItemsAreReached() {
    TestTables.simple(dynamo, "owned");
    dynamo.putItem(r -> r.tableName("owned").item(item("pk", "me", "v", 1)));
    DynamoDbClient me =
        user(
            ACCOUNT,
            may(
                "\"dynamodb:GetItem\",\"dynamodb:Query\",\"dynamodb:PutItem\","
                    + "\"dynamodb:BatchGetItem\"",
                TABLE,
                "{\"ForAllValues:StringEquals\":{\"dynamodb:LeadingKeys\":[\"me\"]}}"));
    assertThat(me.getItem(r -> r.tableName("owned").key(item("pk", "me"))).item()).hasSize(2);
    assertDenied(() -> me.getItem(r -> r.tableName("owned").key(item("pk", "you"))));
    me.putItem(r -> r.tableName("owned").item(item("pk", "me", "v", 2)));
    assertDenied(() -> me.putItem(r -> r.tableName("owned").item(item("pk", "you"))));
    assertThat(
            me.query(
                    r ->
                        r.tableName("owned")
                            .keyConditionExpression("pk = :p")
                            .expressionAttributeValues(Map.of(":p", s("me"))))
                .count())
        .isEqualTo(1);
    assertDenied(
        () ->
            me.query(
                r ->
                    r.tableName("owned")
                        .keyConditionExpression("pk = :p")
                        .expressionAttributeValues(Map.of(":p", s("you")))));
    assertDenied(
        () ->
            me.batchGetItem(
                r ->
                    r.requestItems(
                        Map.of(
                            "owned",
                            KeysAndAttributes.builder()
                                .keys(List.of(item("pk", "me"), item("pk", "you")))
                                .build()))));
    assertDenied(() -> me.scan(r -> r.tableName("owned")));
  }

  @Test
  @Fact({"dynamodb-053"})
  void attributesLimitWhatIsRead() {
    TestTables.simple(dynamo, "owned");
    dynamo.putItem(r -> r.tableName("owned").item(item("pk", "a", "open", 1, "secret", 2)));
    DynamoDbClient reader =
        user(
            ACCOUNT,
            may(
                "\"dynamodb:GetItem\",\"dynamodb:Query\"",
                TABLE,
                "{\"ForAllValues:StringEquals\":{\"dynamodb:Attributes\":[\"pk\",\"open\"]},"
                    + "\"StringEqualsIfExists\":{\"dynamodb:Select\":\"SPECIFIC_ATTRIBUTES\"}}"));
    assertThat(
            reader
                .getItem(
                    r ->
                        r.tableName("owned")
                            .key(item("pk", "a"))
                            .projectionExpression("pk, #o")
                            .expressionAttributeNames(Map.of("#o", "open")))
                .item())
        .isEqualTo(item("pk", "a", "open", 1));
    assertDenied(
        () ->
            reader.getItem(
                r -> r.tableName("owned").key(item("pk", "a")).projectionExpression("secret")));
  }

  @Test
  @Fact({"dynamodb-062", "dynamodb-084"})
  void aPolicyOfTheTableLetsAnotherAccountIn() {
    TestTables.simple(dynamo, "owned");
    dynamo.putItem(r -> r.tableName("owned").item(item("pk", "a")));
    DynamoDbClient other = user(OTHER, may("\"dynamodb:*\"", "*", "{}"));
    assertDenied(() -> other.getItem(r -> r.tableName(TABLE).key(item("pk", "a"))));
    String policy =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"222222222222"},\
        "Action":"dynamodb:GetItem","Resource":"%s"}]}\
        """
            .formatted(TABLE);
    dynamo.putResourcePolicy(r -> r.resourceArn(TABLE).policy(policy));
    assertThat(dynamo.getResourcePolicy(r -> r.resourceArn(TABLE)).policy()).isEqualTo(policy);
    assertThat(other.getItem(r -> r.tableName(TABLE).key(item("pk", "a"))).item()).hasSize(1);
    assertDenied(() -> other.deleteItem(r -> r.tableName(TABLE).key(item("pk", "a"))));
    dynamo.deleteResourcePolicy(r -> r.resourceArn(TABLE));
    assertDenied(() -> other.getItem(r -> r.tableName(TABLE).key(item("pk", "a"))));
  }

  @Test
  @Fact({"dynamodb-182", "dynamodb-183"})
  void actionsAreApartAndArnsMayHaveWildcards() {
    TestTables.simple(dynamo, "owned");
    DynamoDbClient putter =
        user(
            ACCOUNT, may("\"dynamodb:PutItem\"", "arn:aws:dynamodb:us-east-1:*:table/owned", "{}"));
    putter.putItem(r -> r.tableName("owned").item(item("pk", "a")));
    assertDenied(() -> putter.getItem(r -> r.tableName("owned").key(item("pk", "a"))));
    assertDenied(() -> putter.deleteItem(r -> r.tableName("owned").key(item("pk", "a"))));
    assertDenied(() -> putter.scan(r -> r.tableName("owned")));
  }

  @Test
  void recordsAreReadByWhoMayReadTheirStream() {
    TestTables.simple(dynamo, "owned");
    String arn =
        dynamo
            .updateTable(
                u ->
                    u.tableName("owned")
                        .streamSpecification(
                            s -> s.streamEnabled(true).streamViewType(StreamViewType.KEYS_ONLY)))
            .tableDescription()
            .latestStreamArn();
    dynamo.putItem(r -> r.tableName("owned").item(item("pk", "a")));
    assertThat(reader(arn, arn).getRecords(r -> r.shardIterator(iterator(arn))).records())
        .hasSize(1);
    String other = TABLE + "/stream/2020-01-01T00:00:00.000";
    assertDenied(() -> reader(arn, other).getRecords(r -> r.shardIterator(iterator(arn))));
  }

  /** A client of who may describe one stream and get the records of another. */
  private DynamoDbStreamsClient reader(String described, String read) {
    return Clients.create(
        DynamoDbStreamsClient.class,
        nephele,
        "us-east-1",
        key(
            nephele,
            ACCOUNT,
            may("\"dynamodb:DescribeStream\",\"dynamodb:GetShardIterator\"", described, "{}"),
            may("\"dynamodb:GetRecords\"", read, "{}")));
  }

  private String iterator(String arn) {
    DynamoDbStreamsClient streams = reader(arn, arn);
    String shard =
        streams
            .describeStream(d -> d.streamArn(arn))
            .streamDescription()
            .shards()
            .getFirst()
            .shardId();
    return streams
        .getShardIterator(
            g -> g.streamArn(arn).shardId(shard).shardIteratorType(ShardIteratorType.TRIM_HORIZON))
        .shardIterator();
  }
}
