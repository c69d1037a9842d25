package io.nephele.services.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.Expression;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.extensions.annotations.DynamoDbVersionAttribute;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbPartitionKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSecondaryPartitionKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSecondarySortKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSortKey;
import software.amazon.awssdk.enhanced.dynamodb.model.BatchWriteItemEnhancedRequest;
import software.amazon.awssdk.enhanced.dynamodb.model.QueryConditional;
import software.amazon.awssdk.enhanced.dynamodb.model.WriteBatch;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Orders of customers in one table, through the SDK's enhanced client. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class SingleTableTest {
  @Inject DynamoDbClient dynamo;

  /** A customer or an order of one. */
  @DynamoDbBean
  public static class Entity {
    private String pk;
    private String sk;
    private String state;
    private Long placedAt;
    private Long version;
    private List<String> products;

    /** The partition key. */
    @DynamoDbPartitionKey
    public String getPk() {
      return pk;
    }

    public void setPk(String pk) {
      this.pk = pk;
    }

    /** The sort key. */
    @DynamoDbSortKey
    public String getSk() {
      return sk;
    }

    public void setSk(String sk) {
      this.sk = sk;
    }

    /** The state of an order. */
    @DynamoDbSecondaryPartitionKey(indexNames = "states")
    public String getState() {
      return state;
    }

    public void setState(String state) {
      this.state = state;
    }

    /** When an order was placed. */
    @DynamoDbSecondarySortKey(indexNames = "states")
    public Long getPlacedAt() {
      return placedAt;
    }

    public void setPlacedAt(Long placedAt) {
      this.placedAt = placedAt;
    }

    /** Counts the changes. */
    @DynamoDbVersionAttribute
    public Long getVersion() {
      return version;
    }

    public void setVersion(Long version) {
      this.version = version;
    }

    public List<String> getProducts() {
      return products;
    }

    public void setProducts(List<String> products) {
      this.products = products;
    }
  }

  private static Entity order(String customer, int number, String state) {
    Entity order = new Entity();
    order.setPk("CUSTOMER#" + customer);
    order.setSk("ORDER#%03d".formatted(number));
    order.setState(state);
    order.setPlacedAt((long) number);
    order.setProducts(List.of("p" + number));
    return order;
  }

  @Test
  @Fact({"dynamodb-175", "dynamodb-090"})
  void anOrdinaryApplicationRuns() {
    DynamoDbEnhancedClient enhanced =
        DynamoDbEnhancedClient.builder().dynamoDbClient(dynamo).build();
    DynamoDbTable<Entity> table = enhanced.table("shop", TableSchema.fromBean(Entity.class));
    table.createTable();
    // Batches have no conditions, which versions need.
    DynamoDbEnhancedClient plain =
        DynamoDbEnhancedClient.builder().dynamoDbClient(dynamo).extensions().build();
    DynamoDbTable<Entity> unversioned = plain.table("shop", TableSchema.fromBean(Entity.class));
    WriteBatch.Builder<Entity> batch =
        WriteBatch.builder(Entity.class).mappedTableResource(unversioned);
    for (int i = 0; i < 10; i++) {
      batch.addPutItem(order("1", i, i % 2 == 0 ? "OPEN" : "SENT"));
    }
    plain.batchWriteItem(
        BatchWriteItemEnhancedRequest.builder().writeBatches(batch.build()).build());

    List<Entity> found = new ArrayList<>();
    table
        .query(
            r ->
                r.queryConditional(
                        QueryConditional.sortBeginsWith(
                            k -> k.partitionValue("CUSTOMER#1").sortValue("ORDER#")))
                    .limit(3))
        .items()
        .forEach(found::add);
    assertThat(found).hasSize(10);
    assertThat(found.getFirst().getProducts()).containsExactly("p0");

    List<Entity> open = new ArrayList<>();
    table
        .index("states")
        .query(QueryConditional.sortGreaterThan(k -> k.partitionValue("OPEN").sortValue(3)))
        .forEach(page -> open.addAll(page.items()));
    assertThat(open).extracting(Entity::getPlacedAt).containsExactly(4L, 6L, 8L);

    Key key = Key.builder().partitionValue("CUSTOMER#1").sortValue("ORDER#004").build();
    Entity read = table.getItem(key);
    Entity stale = table.getItem(key);
    read.setState("SENT");
    assertThat(table.updateItem(read).getVersion()).isEqualTo(1);
    stale.setState("LOST");
    assertThatThrownBy(() -> table.updateItem(stale))
        .isInstanceOf(ConditionalCheckFailedException.class);

    Entity taken = order("2", 1, "OPEN");
    Expression free = Expression.builder().expression("attribute_not_exists(pk)").build();
    enhanced.transactWriteItems(
        t ->
            t.addPutItem(
                    table,
                    software.amazon.awssdk.enhanced.dynamodb.model.TransactPutItemEnhancedRequest
                        .builder(Entity.class)
                        .item(taken)
                        .conditionExpression(free)
                        .build())
                .addDeleteItem(table, key));
    assertThat(table.getItem(key)).isNull();
    assertThatThrownBy(
            () ->
                enhanced.transactWriteItems(
                    t ->
                        t.addPutItem(
                            table,
                            software.amazon.awssdk.enhanced.dynamodb.model
                                .TransactPutItemEnhancedRequest.builder(Entity.class)
                                .item(order("2", 1, "OPEN"))
                                .conditionExpression(free)
                                .build())))
        .isInstanceOf(TransactionCanceledException.class);
    long sent =
        table
            .scan(
                r ->
                    r.filterExpression(
                        Expression.builder()
                            .expression("#s = :s")
                            .putExpressionName("#s", "state")
                            .putExpressionValue(":s", AttributeValue.fromS("SENT"))
                            .build()))
            .items()
            .stream()
            .count();
    assertThat(sent).isEqualTo(5);
  }
}
